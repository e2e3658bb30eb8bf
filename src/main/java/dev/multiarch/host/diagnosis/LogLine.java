package dev.multiarch.host.diagnosis;

import dev.multiarch.image.Platform;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Printable;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line without what a runner, a terminal or a clock put round it. Every expression here is anchored and its repetitions
 * are bounded, so that no line takes long.
 *
 * @param text neutralised, as it is shown
 * @param said in lower case, without what it quotes; empty where it says nothing itself: a step's name, a line of a
 *     Dockerfile or of a script, a command that is about to run
 * @param step BuildKit's number of the step that it belongs to, {@code #7}; or empty
 * @param platform that its step's name gives
 */
record LogLine(String text, String said, String step, Optional<Platform> platform) {
    private static final int SHOWN = 500;
    private static final String SCRIPT =
            "\u001b[36;1m"; // a runner shows the script that it is about to run in this colour

    /** {@code gh run view --log}: job and step, each with a tab behind it. */
    private static final Pattern JOB = Pattern.compile("^[^\t]{1,200}\t[^\t]{1,200}\t(?=\ufeff?\\d{4}-)");

    private static final Pattern CLOCK = Pattern.compile(
            "^\ufeff?\\[?\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?:Z|[+-]\\d\\d:?\\d\\d)?\\]? ?");
    private static final Pattern MARK = Pattern.compile("^(?:##\\[(?:group|endgroup|error|warning|notice|debug)\\]"
            + "|::(?:group|endgroup|error|warning|notice|debug)[^:]{0,500}::)");
    private static final Pattern STEP = Pattern.compile("^(#\\d{1,6}) ");

    /** {@code #7 [linux/arm64 build 2/4] RUN …}, {@code => ERROR [linux/arm64 2/4] …} and {@code > [2/4] RUN …:}. */
    private static final Pattern NAME = Pattern.compile(
            "^(?:#\\d{1,6} | {0,4}=> (?:ERROR |CACHED |CANCELED )?| {0,4}> )\\[([^\\]]{1,300})\\] \\S.{0,9000}");

    /** {@code   3 | >>> RUN …} of a Dockerfile. */
    private static final Pattern SOURCE = Pattern.compile("^ {0,8}\\d{1,6} \\| .{0,9000}");

    /** What stands before and behind the command of a step where BuildKit and buildah say that it failed. */
    private static final Map<String, String> COMMANDS = Map.of(
            "process \"", "\" did not complete successfully",
            "building at STEP \"", "\": ",
            "container for [", "]: ");

    static LogLine of(String raw) {
        String bare = without(CLOCK, without(JOB, raw));
        boolean script = bare.startsWith(SCRIPT) || bare.startsWith("##[group]") || bare.startsWith("::group::");
        String text = Printable.line(without(MARK, bare)).stripTrailing();
        Matcher step = STEP.matcher(text);
        Matcher name = NAME.matcher(text);
        boolean named = name.matches();
        boolean quotes = script
                || named
                || text.startsWith("[command]")
                || SOURCE.matcher(text).matches();
        return new LogLine(
                text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text,
                quotes ? "" : LogPattern.lower(unquoted(text)),
                step.find() ? step.group(1) : "",
                named ? platform(name.group(1)) : Optional.empty());
    }

    /** Whether it is the name under which a failed step's last lines are shown again. */
    boolean opensExcerpt() {
        return text.startsWith(" > [");
    }

    boolean closesExcerpt() {
        return text.startsWith("------");
    }

    private static String without(Pattern prefix, String line) {
        Matcher found = prefix.matcher(line);
        return found.lookingAt() ? line.substring(found.end()) : line;
    }

    /** The command of a failed step is not a message of it. */
    private static String unquoted(String text) {
        String said = text;
        for (Map.Entry<String, String> command : COMMANDS.entrySet()) {
            int start = said.indexOf(command.getKey());
            int end = said.lastIndexOf(command.getValue());
            if (start >= 0 && end >= start + command.getKey().length()) {
                said = said.substring(0, start + command.getKey().length()) + said.substring(end);
            }
        }
        return said;
    }

    private static Optional<Platform> platform(String name) {
        for (String word : name.split(" ", 4)) {
            if (word.contains("/") && !Character.isDigit(word.charAt(0))) {
                try {
                    return Optional.of(Platform.parse(word.replaceFirst("->.{0,100}$", "")));
                } catch (FormatException other) {
                    continue; // a stage may be called what it likes
                }
            }
        }
        return Optional.empty();
    }
}
