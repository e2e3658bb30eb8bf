package dev.multiarch.cli.action;

import dev.multiarch.cli.console.Command;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.Step;
import dev.multiarch.cli.options.Options;
import dev.multiarch.cli.options.PlanFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

@picocli.CommandLine.Command(
        name = "action",
        description = "Runs the command that action.yml's inputs ask for, and writes the step's outputs and summary.")
public final class ActionCommand implements Command {
    /** The other commands. */
    public interface Others {
        /** What this command's command line may say. */
        Options options(String command);

        /** Runs the command that the words name. */
        int run(Console console, List<String> words);
    }

    private final Console console;
    private final Others commands;

    @picocli.CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    public ActionCommand(Console console, Others commands) {
        this.console = console;
        this.commands = commands;
    }

    @Override
    public int run(List<String> rest) throws Exception {
        Optional<String> readOnly = ActionInputs.asksWhetherToPush(console.environment())
                ? PullRequest.readOnly(console.environment())
                : Optional.empty();
        String command = ActionInputs.command(console.environment());
        Options own = commands.options(command);
        ActionInputs inputs = ActionInputs.of(console.environment(), own.names(), readOnly.isEmpty());
        readOnly.ifPresent(why -> console.say(why + ": nothing is pushed and no tag moves"));
        if (inputs.plan().isPresent()) {
            byte[] plan = inputs.plan().get().getBytes(StandardCharsets.UTF_8);
            PlanFile.write(console, ActionInputs.PLAN_FILE, plan);
        }
        var names = new InputNames(InputTable.options(command), own.names().all());
        Step step = GitHubStep.ofAction(console.environment(), console.err(), names);
        return commands.run(console.with(step), inputs.words());
    }

    @Override
    public boolean verbose() {
        return false;
    }
}
