package dev.multiarch.cli.action;

import dev.multiarch.process.FileOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What a step leaves behind for its workflow: outputs and the job summary, in the files that the runner names by
 * {@code GITHUB_OUTPUT} and {@code GITHUB_STEP_SUMMARY}. Where it names none, there is nobody to tell and nothing is written.
 */
public final class Outputs {
    /** The runner drops a step's summary whole when it is larger. */
    private static final int LARGEST_SUMMARY = 1 << 20;

    private static final String CUT = "\n\n*The rest does not fit into a job summary.*\n";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

    private final Optional<Path> outputs;
    private final Optional<Path> summary;

    public Outputs(Map<String, String> environment) {
        this.outputs = file(environment, "GITHUB_OUTPUT");
        this.summary = file(environment, "GITHUB_STEP_SUMMARY");
    }

    /** The delimiter is random: a value that knew it could set further outputs. */
    public void set(String name, String value) throws IOException {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("\"" + name + "\" is not a name of an output");
        }
        String delimiter = "ends-" + UUID.randomUUID();
        if (outputs.isPresent()) {
            append(outputs.get(), name + "<<" + delimiter + "\n" + value + "\n" + delimiter + "\n");
        }
    }

    /** Adds to the summary; what does not fit any more is cut at a line's end, and the summary says so. */
    public void summary(String markdown) throws IOException {
        if (summary.isEmpty()) {
            return;
        }
        long used = Files.isRegularFile(summary.get()) ? Files.size(summary.get()) : 0;
        long room = LARGEST_SUMMARY - used;
        if (bytes(markdown) <= room) {
            append(summary.get(), markdown);
        } else if (bytes(CUT) <= room) {
            append(summary.get(), head(markdown, room - bytes(CUT)) + CUT);
        }
    }

    /**
     * Text as it is, under a heading: whatever Markdown it holds is shown, not obeyed. A fence is longer than any run of
     * backquotes within (CommonMark 0.31, 4.5).
     */
    public static String asIs(String heading, String text) {
        int longest = 2;
        int run = 0;
        for (char c : text.toCharArray()) {
            run = c == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        String fence = "`".repeat(longest + 1);
        return "### " + heading + "\n\n" + fence + "text\n" + text.stripTrailing() + "\n" + fence + "\n\n";
    }

    /** As many whole lines as fit; a fence that is open is closed. */
    private static String head(String text, long room) {
        var head = new StringBuilder();
        String open = "";
        long used = 0;
        for (String line : text.split("(?<=\n)")) {
            String fence =
                    line.startsWith("```") ? line.replaceFirst("[^`].*\\s*", "").strip() : "";
            String then = fence.isEmpty() ? open : open.isEmpty() ? fence : fence.equals(open) ? "" : open;
            used += bytes(line);
            if (used + then.length() + 1 > room) {
                return head + open;
            }
            head.append(line);
            open = then;
        }
        return head.toString();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void append(Path file, String text) throws IOException {
        FileOutput.append(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Path> file(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(value -> !value.isBlank())
                .map(Path::of);
    }
}
