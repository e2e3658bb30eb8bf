package dev.multiarch.cli;

import dev.multiarch.cli.action.ActionCommand;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.options.Options;
import java.util.List;

/** The commands that the action runs. A class of its own: only the command {@code action} loads it. */
record OtherCommands(Console console) implements ActionCommand.Others {
    static ActionCommand action(Console console) {
        return new ActionCommand(console, new OtherCommands(console));
    }

    @Override
    public Options options(String command) {
        return Options.of(Commands.make(Commands.named(command).orElseThrow(), console));
    }

    @Override
    public int run(Console there, List<String> words) {
        return new Main(there).run(words);
    }
}
