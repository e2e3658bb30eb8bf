package dev.multiarch.record;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An emulated step, such as the one that took longest.
 *
 * @param name as BuildKit prints it
 * @param file the Dockerfile, relative to where the build was run; empty where it is elsewhere, as behind an address
 * @param line in the Dockerfile, from 1; 0 where it is not known
 */
public record SlowStep(String name, Duration time, String file, int line) {
    private static final String FILE_FLAG = "--file=";
    private static final Pattern INSIDE =
            Pattern.compile("(?!/|.*://|.*(?:^|/)\\.\\.(?:/|$))[^\\x00-\\x1f\\\\]{1,400}");

    static Fact<SlowStep> of(BuildRecord record) {
        return longest(record, 1).stream()
                .findFirst()
                .map(step -> Fact.known(step, FactSource.RECORD))
                .orElseGet(() -> Fact.unknown("the record has no emulated step"));
    }

    /** The emulated steps of a record that did not come from the cache, the longest first. */
    public static List<SlowStep> longest(BuildRecord record, int most) {
        String file = dockerfile(record.flags());
        return record.emulatedTime().value().stream()
                .flatMap(time -> time.steps().stream())
                .filter(step -> !step.cached())
                .sorted(Comparator.comparing(EmulatedTime.Step::time).reversed())
                .limit(most)
                .map(step -> new SlowStep(step.name(), step.time(), file, step.line()))
                .toList();
    }

    /** Whether its line in a Dockerfile of the checkout is known. */
    public boolean isPlaced() {
        return !file.isEmpty() && line > 0;
    }

    /** {@code file:line} and a space, for the beginning of a sentence about it; empty where that is not known. */
    public String where() {
        return isPlaced() ? file + ":" + line + " " : "";
    }

    /** As buildx finds it: {@code --file}, else in the context, which is the word that is not a flag. */
    private static String dockerfile(List<String> flags) {
        String named = flags.stream()
                .filter(flag -> flag.startsWith(FILE_FLAG))
                .map(flag -> flag.substring(FILE_FLAG.length()))
                .findFirst()
                .orElseGet(() -> flags.stream()
                        .filter(flag -> !flag.startsWith("-"))
                        .findFirst()
                        .map(context -> context.replaceFirst("/+$", "") + "/Dockerfile")
                        .orElse(""));
        String plain = named.replaceFirst("^(\\./+)+", "");
        return INSIDE.matcher(plain).matches() ? plain : "";
    }
}
