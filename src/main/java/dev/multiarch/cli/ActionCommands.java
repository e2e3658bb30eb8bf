package dev.multiarch.cli;

import dev.multiarch.cli.action.ActionCommand;
import dev.multiarch.cli.console.Console;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** The commands that the action runs. A separate class: only the command {@code action} loads it. */
record ActionCommands(Console console) implements ActionCommand.OtherCommands {
    static ActionCommand action(Console console) {
        return new ActionCommand(console, new ActionCommands(console));
    }

    @Override
    public CommandSpec options(String command) {
        return Commands.make(Commands.named(command).orElseThrow(), console).spec();
    }

    @Override
    public int run(Console there, List<String> words) {
        return new Main(there).run(words);
    }
}
