package dev.multiarch;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.AssertProvider;

/**
 * What a program did, as somebody at a terminal saw it: the line typed, the exit code, both streams. AssertJ's
 * {@code assertThat(transcript)} opens a {@link CommandAssert} on it.
 *
 * @param exit -1 where it was ended because it took too long
 */
public record Transcript(List<String> words, int exit, String out, String err, AtomicBoolean looked)
        implements AssertProvider<CommandAssert> {
    /** The value of one line {@code name=value} of standard output; for programs that print such. */
    public String value(String name) {
        return out.lines()
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line \"" + name + "=…\" in\n" + this));
    }

    @Override
    public CommandAssert assertThat() {
        return new CommandAssert(this);
    }

    @Override
    public String toString() {
        String end = exit < 0 ? "ended because it took too long" : "exit " + exit;
        return "$ " + String.join(" ", words) + "\n" + stream("stdout", out) + stream("stderr", err) + "[" + end
                + "]\n";
    }

    private static String stream(String name, String text) {
        return text.isEmpty()
                ? ""
                : "--- " + name + "\n" + text + (text.endsWith("\n") ? "" : "⏎ no newline at the end\n");
    }
}
