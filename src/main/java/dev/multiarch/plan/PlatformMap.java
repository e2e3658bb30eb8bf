package dev.multiarch.plan;

import dev.multiarch.image.KnownPlatforms;
import dev.multiarch.image.Platform;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Glob;
import dev.multiarch.text.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What is said of platforms by name or by pattern: {@code linux/arm64=…,linux/arm*=…,*=…}. Of an entry that names a platform
 * and patterns that match it the entry holds; of several patterns the one with most characters other than wildcards, and of
 * equals the first.
 *
 * @param option that the entries were given by, as messages begin with it
 */
final class PlatformMap<T> {
    private static final Pattern PATTERN = Pattern.compile("[a-z0-9][a-z0-9_.()-]{0,63}/[A-Za-z0-9_.*?/-]{1,128}");
    private static final String ALL = "*";

    private final String option;
    private final Map<Platform, T> named = new LinkedHashMap<>();
    private final Map<String, T> patterns = new LinkedHashMap<>();

    PlatformMap(String option, Map<String, T> entries) {
        this.option = option;
        entries.forEach((key, value) -> {
            boolean pattern = key.contains("*") || key.contains("?");
            T before = pattern ? patterns.put(pattern(key), value) : named.put(KnownPlatforms.parse(key), value);
            if (before != null) {
                throw twice(option, pattern ? key : KnownPlatforms.parse(key).toString());
            }
        });
    }

    /** The entries of {@code KEY=VALUE}, separated by commas or lines. */
    static <T> Map<String, T> entries(String option, String text, String malformed, Function<String, T> value) {
        Map<String, T> entries = new LinkedHashMap<>();
        for (String entry : Words.list(text)) {
            int equals = entry.indexOf('=');
            if (equals <= 0) {
                throw new FormatException(malformed.replace("%s", "\"" + entry + "\""));
            }
            T read = value.apply(entry.substring(equals + 1).strip());
            String platform = entry.substring(0, equals).strip();
            if (entries.put(platform, read) != null) {
                throw twice(option, platform);
            }
        }
        return entries;
    }

    private static FormatException twice(String option, String platform) {
        return new FormatException(option + " name " + platform + " twice");
    }

    private String pattern(String key) {
        if (!key.equals(ALL) && !PATTERN.matcher(key).matches()) {
            throw new FormatException(option + " name the pattern \"" + key
                    + "\": expected * for all platforms, or an operating system and a pattern, such as linux/arm*");
        }
        return key;
    }

    Optional<T> of(Platform platform) {
        return Optional.ofNullable(named.get(platform)).or(() -> byPattern(platform));
    }

    private Optional<T> byPattern(Platform platform) {
        String best = null;
        for (String pattern : patterns.keySet()) {
            boolean matches = Glob.matches(pattern, platform.toString());
            if (matches && (best == null || letters(pattern) > letters(best))) {
                best = pattern;
            }
        }
        return Optional.ofNullable(best).map(patterns::get);
    }

    private static long letters(String pattern) {
        return pattern.chars().filter(c -> c != '*' && c != '?').count();
    }

    /** Whether an entry is for this CPU, by its name or by a pattern that has something of that. */
    boolean names(Platform platform) {
        return named.containsKey(platform)
                || patterns.keySet().stream()
                        .anyMatch(pattern -> Glob.matches(pattern, platform.toString())
                                && pattern.matches("[^/]*/[^*?].*")
                                && byPattern(platform).equals(Optional.of(patterns.get(pattern))));
    }

    /** @throws FormatException if an entry is for none of these; {@code *} may be */
    void requireUsed(List<Platform> planned) {
        for (Platform platform : named.keySet()) {
            if (!planned.contains(platform)) {
                throw new FormatException("--" + option + " names " + platform + ", which is not planned");
            }
        }
        List<String> unused = new ArrayList<>(patterns.keySet());
        unused.removeIf(pattern -> pattern.equals(ALL)
                || planned.stream().anyMatch(platform -> Glob.matches(pattern, platform.toString())));
        if (!unused.isEmpty()) {
            throw new FormatException("--" + option + " names " + unused.get(0) + ", which matches nothing planned");
        }
    }
}
