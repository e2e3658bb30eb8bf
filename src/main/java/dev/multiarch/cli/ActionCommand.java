package dev.multiarch.cli;

import dev.multiarch.github.ActionInputs;
import dev.multiarch.github.Outputs;
import dev.multiarch.github.PullRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

@picocli.CommandLine.Command(
        name = "action",
        description = "Runs the command that action.yml's inputs ask for, and tells the step's outputs and summary.")
final class ActionCommand implements Command {
    private final Console console;

    @picocli.CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    ActionCommand(Console console) {
        this.console = console;
    }

    @Override
    public int run(List<String> rest) throws Exception {
        Optional<String> readOnly = ActionInputs.asksWhetherToPush(console.environment())
                ? PullRequest.readOnly(console.environment())
                : Optional.empty();
        ActionInputs inputs = ActionInputs.of(console.environment(), readOnly.isEmpty());
        readOnly.ifPresent(why -> console.say(why + ": nothing is pushed and no tag moves"));
        if (inputs.plan().isPresent()) {
            byte[] plan = inputs.plan().get().getBytes(StandardCharsets.UTF_8);
            OutputOptions.write(console.path(ActionInputs.PLAN_FILE), plan);
        }
        var step = new ActionStep(new Outputs(console.environment()));
        return new Main(console.with(step)).run(inputs.words());
    }

    private record ActionStep(Outputs outputs) implements Step {
        @Override
        public void output(String name, String value) throws IOException {
            outputs.set(name, value);
        }

        @Override
        public void summary(String heading, String text) throws IOException {
            outputs.summary(Outputs.asIs(heading, text));
        }

        @Override
        public void summary(Supplier<String> markdown) throws IOException {
            outputs.summary(markdown.get());
        }
    }

    @Override
    public boolean verbose() {
        return false;
    }
}
