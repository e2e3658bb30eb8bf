package dev.multiarch.cli.console;

import dev.multiarch.text.Printable;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where a command reads its surroundings and writes to, handed in so that tests can look at it.
 *
 * @param directory that relative paths start from
 * @param step the workflow's, or {@link Step#NONE}
 */
public record Console(PrintStream out, PrintStream err, Map<String, String> environment, Path directory, Step step) {
    /** What a registry says may end in a message. */
    private static final int LONGEST = 4_000;

    public Console with(Step other) {
        return new Console(out, err, environment, directory, other);
    }

    public Console with(Map<String, String> variables) {
        return new Console(out, err, variables, directory, step);
    }

    /** A line for people on standard error; what an image or a registry wrote into it can command nothing. */
    public void say(String text) {
        for (String line : text.split("\n", -1)) {
            err.println(Printable.line(Printable.cut(line, LONGEST)));
        }
        err.flush();
    }

    /** What went wrong, as one error: on standard error, and if this is a workflow's step, where its readers look. */
    public void error(String text) {
        errors(text, List.of(text));
    }

    /**
     * @param text all that a call ends with
     * @param each the errors in it, one by one
     */
    void errors(String text, List<String> each) {
        say("error: " + step.named(text).replace("\n", "\n       "));
        step.errors(each.stream().map(step::named).toList());
    }

    public Path path(String text) {
        return directory.resolve(text);
    }
}
