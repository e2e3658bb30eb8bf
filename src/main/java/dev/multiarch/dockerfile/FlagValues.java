package dev.multiarch.dockerfile;

import dev.multiarch.text.CsvLine;
import dev.multiarch.text.FormatException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What the values of flags may be, as far as they can't hold variables. */
final class FlagValues {
    private static final Set<String> YES_OR_NO = Set.of("link", "keep-git-dir", "unpack", "parents");
    private static final Map<String, List<String>> WORDS = Map.of(
            "network", List.of("default", "none", "host"),
            "security", List.of("sandbox", "insecure"));
    private static final Set<String> DURATIONS = Set.of("interval", "timeout", "start-period", "start-interval");

    /** As Go reads one, from a millisecond on. */
    private static final Pattern DURATION =
            Pattern.compile("\\+?(?:0|(?:\\d{1,9}(?:\\.\\d{0,9})?(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h))+)");

    private FlagValues() {}

    static void check(Flag flag) {
        String name = flag.name();
        String value = flag.value().orElse("");
        if (YES_OR_NO.contains(name)) {
            String word = flag.value().orElse("true").toLowerCase(Locale.ROOT);
            require(word.equals("true") || word.equals("false"), name, "is true or false, found \"" + value + "\"");
            return;
        }
        require(flag.value().isPresent(), name, "lacks a value");
        if (WORDS.containsKey(name)) {
            List<String> words = WORDS.get(name);
            require(words.contains(value), name, "is one of " + String.join(", ", words) + ", found \"" + value + "\"");
        } else if (DURATIONS.contains(name)) {
            boolean good = value.isEmpty() || DURATION.matcher(value).matches();
            require(good, name, "is a duration such as 30s, found \"" + value + "\"");
        } else if (name.equals("retries")) {
            require(value.matches("\\+?\\d{0,9}"), name, "is a number, found \"" + value + "\"");
        } else if (name.equals("mount") || name.equals("device")) {
            fields(name, value);
        }
    }

    private static void require(boolean good, String name, String what) {
        Grammar.require(good, "the flag --" + name + " " + what);
    }

    /** Other keys than {@code from} may hold variables, and are read when it is built. */
    private static void fields(String name, String value) {
        require(!value.isEmpty(), name, "is empty");
        if (value.indexOf('"') > 0 && value.charAt(0) != '"') {
            throw new FormatException("the flag --" + name + " has a quote within a field");
        }
        for (String field : CsvLine.fields("--" + name, value)) {
            int dollar = field.toLowerCase(Locale.ROOT).startsWith("from=") ? field.indexOf('$') : -1;
            require(
                    dollar < 0 || dollar == field.length() - 1,
                    name,
                    "can't have a variable in from=. Fix: name a stage, FROM … AS name");
        }
    }
}
