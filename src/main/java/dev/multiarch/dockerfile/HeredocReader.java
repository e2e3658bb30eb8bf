package dev.multiarch.dockerfile;

import dev.multiarch.dockerfile.Expansion.Keep;
import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which here-documents an instruction's line announces. */
final class HeredocReader {
    private static final Pattern WORD = Pattern.compile("(\\d{0,18})<<(-?)[\\t\\n\\f\\r ]*([^<]*)");
    private static final MappedText NONE = new MappedText.Builder().add("", 0).build();

    private HeredocReader() {}

    static List<Heredoc> of(String line) {
        List<Heredoc> found = new ArrayList<>();
        if (line.contains("<<")) {
            for (String word : words(line, Set.of(Keep.QUOTES, Keep.ESCAPES, Keep.UNSET))) {
                ofWord(word).ifPresent(found::add);
            }
        }
        return found;
    }

    /** Without its content. */
    static Optional<Heredoc> ofWord(String word) {
        Matcher form = WORD.matcher(word);
        if (!form.matches() || form.group(3).isEmpty()) {
            return Optional.empty();
        }
        List<String> bare = words(form.group(3), Set.of(Keep.UNSET));
        List<String> raw = words(form.group(3), Set.of(Keep.UNSET, Keep.QUOTES));
        if (bare.size() != 1 || raw.size() != 1) {
            return Optional.empty();
        }
        boolean expands = quotes(bare.get(0)) == quotes(raw.get(0));
        long descriptor = form.group(1).isEmpty() ? 0 : Long.parseLong(form.group(1));
        return Optional.of(new Heredoc(bare.get(0), expands, !form.group(2).isEmpty(), descriptor, NONE));
    }

    /** None where a quote is not closed: then the shell has to make sense of it. */
    private static List<String> words(String text, Set<Keep> keep) {
        try {
            return Expansion.of(text, '\\', name -> Optional.empty(), keep).words();
        } catch (FormatException open) {
            return List.of();
        }
    }

    private static long quotes(String text) {
        return text.chars().filter(c -> c == '\'' || c == '"').count();
    }
}
