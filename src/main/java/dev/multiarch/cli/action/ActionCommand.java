package dev.multiarch.cli.action;

import dev.multiarch.cli.console.Command;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.Step;
import dev.multiarch.cli.options.Options;
import dev.multiarch.cli.options.OwnOptions;
import dev.multiarch.cli.options.PlanFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

public final class ActionCommand implements Command {
    /** The other commands. */
    public interface OtherCommands {
        /** What this command's command line may say. */
        CommandSpec options(String command);

        /** Runs the command that the words name. */
        int run(Console console, List<String> words);
    }

    private final Console console;
    private final OtherCommands commands;

    public ActionCommand(Console console, OtherCommands commands) {
        this.console = console;
        this.commands = commands;
    }

    @Override
    public CommandSpec spec() {
        return Options.command(
                        "Runs the command that the inputs of action.yml name, and writes the step's outputs and summary.")
                .addOption(Options.help());
    }

    @Override
    public int run(List<String> rest) throws Exception {
        Optional<String> readOnly = ActionInputs.asksForTheToken(console.environment())
                ? PullRequest.readOnly(console.environment())
                : Optional.empty();
        String command = ActionInputs.command(console.environment());
        OwnOptions own = OwnOptions.of(commands.options(command));
        ActionInputs inputs = ActionInputs.of(console.environment(), own, readOnly.isEmpty());
        if (inputs.pushesNothing()) {
            readOnly.or(() -> PullRequest.mergeQueue(console.environment()))
                    .ifPresent(why -> console.say(why + ": nothing is pushed and no tag moves"));
        }
        if (inputs.plan().isPresent()) {
            String plan = inputs.plan().get();
            String file = ActionInputs.planFile(console.environment(), command, plan);
            PlanFile.write(console, file, plan.getBytes(StandardCharsets.UTF_8));
        }
        var names = new InputNames(InputTable.options(command), own.all());
        Step step = GitHubStep.ofAction(console.environment(), console.err(), names);
        Console here = console.with(step).with(ActionInputs.variables(console.environment()));
        try (SshKey key = SshKey.of(console.environment())) {
            return commands.run(here, key.in(inputs.words()));
        }
    }

    @Override
    public boolean verbose() {
        return false;
    }
}
