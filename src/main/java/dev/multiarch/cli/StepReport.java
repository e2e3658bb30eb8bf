package dev.multiarch.cli;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.ExitCode;
import dev.multiarch.cli.console.Failure;
import java.io.IOException;
import java.util.function.Supplier;

/** The outputs and the summary of a workflow's step. What can't be written there keeps nobody from the answer itself. */
final class StepReport {
    private final Console console;
    private boolean failed;

    StepReport(Console console) {
        this.console = console;
    }

    private interface Part {
        void write() throws IOException;
    }

    StepReport output(String name, String value) {
        return part("the step's output " + name, () -> console.step().output(name, value));
    }

    StepReport summary(String heading, String text) {
        return part("the job summary", () -> console.step().summary(heading, text));
    }

    StepReport summary(Supplier<String> markdown) {
        return part("the job summary", () -> console.step().summary(markdown));
    }

    private StepReport part(String name, Part part) {
        try {
            part.write();
        } catch (IOException e) {
            failed = true;
            console.error(name + ": " + Failure.message(e));
        }
        return this;
    }

    /** @param code that goes with the answer */
    int exit(int code) {
        return failed && code != ExitCode.REFUSED ? ExitCode.FAILED : code;
    }
}
