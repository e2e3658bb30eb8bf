package dev.multiarch.dockerfile.advice;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What small programs make of their input, where they change the name of an architecture. */
final class Filters {
    private static final Pattern SED = Pattern.compile("s([/|#,:@!])(.{1,80}?)\\1(.{0,80}?)\\1g?");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./-]*");
    private static final List<String> LOWER = List.of("tr [:upper:] [:lower:]", "tr A-Z a-z");
    private static final List<String> SAME =
            List.of("xargs", "cat", "head -1", "head -n1", "head -n 1", "tail -1", "tail -n1");

    private Filters() {}

    /** Empty where nothing is known of the command. */
    static Optional<UnaryOperator<String>> of(List<String> words) {
        String line = String.join(" ", words);
        if (SAME.contains(line) || line.startsWith("tr -d ")) {
            return Optional.of(text -> text);
        }
        if (LOWER.contains(line)) {
            return Optional.of(text -> text.toLowerCase(Locale.ROOT));
        }
        return switch (words.isEmpty() ? "" : words.get(0)) {
            case "sed" -> sed(words);
            case "awk" -> awk(line);
            case "cut" -> cut(words);
            default -> Optional.empty();
        };
    }

    private static Optional<UnaryOperator<String>> sed(List<String> words) {
        List<String> scripts = new ArrayList<>();
        for (String word : words.subList(1, words.size())) {
            if (!word.startsWith("-")) {
                scripts.addAll(List.of(word.split("[;\\n]")));
            } else if (!List.of("-e", "-E", "-r", "-re", "-Ee").contains(word)) {
                return Optional.empty();
            }
        }
        UnaryOperator<String> all = text -> text;
        for (String script : scripts) {
            Matcher form = SED.matcher(script.strip());
            if (!form.matches()) {
                return Optional.empty();
            }
            String from = form.group(2).replace("\\.", ".");
            boolean atStart = from.startsWith("^");
            boolean atEnd = from.endsWith("$");
            String plain = from.substring(atStart ? 1 : 0, from.length() - (atEnd ? 1 : 0));
            if (!PLAIN.matcher(plain).matches() || !PLAIN.matcher(form.group(3)).matches()) {
                return Optional.empty();
            }
            UnaryOperator<String> before = all;
            String to = form.group(3);
            all = text -> replaced(before.apply(text), plain, to, atStart, atEnd);
        }
        return Optional.of(all);
    }

    private static String replaced(String text, String from, String to, boolean atStart, boolean atEnd) {
        if (atStart && atEnd) {
            return text.equals(from) ? to : text;
        }
        if (atStart) {
            return text.startsWith(from) ? to + text.substring(from.length()) : text;
        }
        if (atEnd) {
            return text.endsWith(from) ? text.substring(0, text.length() - from.length()) + to : text;
        }
        return text.replace(from, to);
    }

    private static Optional<UnaryOperator<String>> awk(String line) {
        Matcher last = Pattern.compile("awk -F ?(.) \\{ ?print \\$NF ?\\}").matcher(line);
        if (!last.matches()) {
            return Optional.empty();
        }
        String separator = last.group(1);
        return Optional.of(text -> text.substring(text.lastIndexOf(separator) + 1));
    }

    private static Optional<UnaryOperator<String>> cut(List<String> words) {
        Matcher form = Pattern.compile("cut -d ?(.) -f ?([1-9])").matcher(String.join(" ", words));
        if (!form.matches()) {
            return Optional.empty();
        }
        int field = Integer.parseInt(form.group(2));
        String separator = Pattern.quote(form.group(1));
        return Optional.of(text -> {
            String[] fields = text.split(separator, -1);
            return fields.length == 1 ? text : field <= fields.length ? fields[field - 1] : "";
        });
    }
}
