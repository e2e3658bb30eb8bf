package dev.multiarch;

import java.util.List;
import org.assertj.core.api.AbstractAssert;

/** Looks at a {@link Transcript}; whatever does not hold shows the whole of it. */
public final class CommandAssert extends AbstractAssert<CommandAssert, Transcript> {
    CommandAssert(Transcript transcript) {
        super(transcript, CommandAssert.class);
    }

    /** The one look that every call needs: a transcript without it fails its test. */
    public CommandAssert exitCode(int expected) {
        actual.looked().set(true);
        return hold(actual.exit() == expected, "exit code " + expected);
    }

    public CommandAssert stdoutContains(String... parts) {
        for (String part : parts) {
            hold(actual.out().contains(part), "standard output with \"" + part + "\"");
        }
        return this;
    }

    public CommandAssert stdoutDoesNotContain(String part) {
        return hold(!actual.out().contains(part), "standard output without \"" + part + "\"");
    }

    public CommandAssert stdoutIs(String expected) {
        return hold(actual.out().equals(expected), "exactly this standard output:\n" + expected);
    }

    public CommandAssert stdoutIsEmpty() {
        return hold(actual.out().isEmpty(), "nothing on standard output");
    }

    public CommandAssert stderrContains(String... parts) {
        for (String part : parts) {
            hold(actual.err().contains(part), "standard error with \"" + part + "\"");
        }
        return this;
    }

    public CommandAssert stderrContainsOnce(String part) {
        int first = actual.err().indexOf(part);
        return hold(first >= 0 && first == actual.err().lastIndexOf(part), "standard error with \"" + part + "\" once");
    }

    public CommandAssert stderrDoesNotContain(String part) {
        return hold(!actual.err().contains(part), "standard error without \"" + part + "\"");
    }

    public CommandAssert stderrIs(String expected) {
        return hold(actual.err().equals(expected), "exactly this standard error:\n" + expected);
    }

    public CommandAssert stderrIsEmpty() {
        return hold(actual.err().isEmpty(), "nothing on standard error");
    }

    /** One message and no more: neither a second line nor a stack trace. */
    public CommandAssert stderrIsOneLineWith(String... parts) {
        List<String> lines = actual.err().lines().toList();
        return hold(lines.size() == 1, "one line on standard error").stderrContains(parts);
    }

    private CommandAssert hold(boolean holds, String expected) {
        if (!holds) {
            failWithMessage("expected %s of%n%s", expected, actual);
        }
        return this;
    }
}
