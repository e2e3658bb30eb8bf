package dev.multiarch.cli.action;

import dev.multiarch.cli.console.Command;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.Step;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.options.Options;
import dev.multiarch.cli.options.OwnOptions;
import dev.multiarch.cli.options.PlanFile;
import dev.multiarch.plan.Plan;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
                        "Runs the command that the inputs of action.yml name, and writes the step's outputs and summary."
                                + " In Drone, settings are the inputs.")
                .addOption(Options.help());
    }

    @Override
    public int run(List<String> rest) throws Exception {
        if (!PluginSettings.isGiven(console.environment())) {
            return run(console, names -> GitHubStep.ofAction(console.environment(), console.err(), names));
        }
        try (PluginLogin login = PluginLogin.of(PluginSettings.inputs(console.environment()))) {
            return run(console.with(login.environment()), PluginStep::new);
        } catch (FormatException e) {
            throw new FormatException(PluginSettings.named(e.getMessage()));
        }
    }

    private int run(Console caller, Function<InputNames, Step> steps) throws Exception {
        Map<String, String> environment = caller.environment();
        Optional<String> readOnly =
                ActionInputs.asksForTheToken(environment) ? PullRequest.readOnly(environment) : Optional.empty();
        String command = ActionInputs.command(environment);
        OwnOptions own = OwnOptions.of(commands.options(command));
        ActionInputs inputs = ActionInputs.of(environment, own, readOnly.isEmpty(), isBaked(caller, command));
        if (inputs.pushesNothing()) {
            readOnly.or(() -> PullRequest.mergeQueue(environment))
                    .ifPresent(why -> caller.say(why + ": nothing is pushed and no tag moves"));
        }
        if (inputs.plan().isPresent()) {
            String plan = inputs.plan().get();
            String file = ActionInputs.planFile(environment, command, plan);
            PlanFile.write(caller, file, plan.getBytes(StandardCharsets.UTF_8));
        }
        Step step = steps.apply(new InputNames(names(environment, command), own.all()));
        Console here = caller.with(step).with(ActionInputs.variables(environment));
        try (SshKey key = SshKey.of(environment)) {
            return commands.run(here, key.in(inputs.words()));
        }
    }

    /** In a plan of bake files, what is named by --target are its targets. */
    private static Map<String, String> names(Map<String, String> environment, String command) {
        Map<String, String> names = InputTable.options(command);
        if (command.equals("plan")
                && List.of("bake", "targets").stream()
                        .anyMatch(
                                input -> !ActionInputs.value(environment, input).isBlank())) {
            names.put("--target", "targets");
        }
        return names;
    }

    /** Of a plan that can't be read it is not known, and the command says why. */
    private static boolean isBaked(Console caller, String command) throws IOException {
        if (!command.equals("build")) {
            return false;
        }
        String plan = ActionInputs.value(caller.environment(), "plan").strip();
        try {
            Plan read = plan.startsWith("{")
                    ? Plan.read(plan.getBytes(StandardCharsets.UTF_8), "the plan")
                    : PlanFile.read(caller, plan.isEmpty() ? PlanFile.DEFAULT : plan);
            return read.bake().isPresent();
        } catch (FormatException | UsageException e) {
            return false;
        }
    }

    @Override
    public boolean verbose() {
        return false;
    }
}
