package dev.multiarch.policy.rules;

import dev.multiarch.policy.Shape;
import dev.multiarch.policy.yaml.Values;
import dev.multiarch.policy.yaml.Yaml;
import dev.multiarch.record.SmokeResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a command is expected to print on both streams, without line breaks at the end. Seen is what people are shown: the
 * first 4 KiB, neutralised.
 *
 * @param contains a part of it; empty where {@code check} looks at the whole
 */
record SmokeOutput(Optional<String> contains, Optional<TextCheck> check) {
    private static final List<String> KEYS = List.of("contains", "equals", "matches");
    private static final String ONE = "one of contains, equals and matches, such as {contains: \"1.2\"}";

    static final Shape SHAPE = Shape.Either.of(
            Settings.only("contains", Shape.Text.any("a part of what it prints")),
            Settings.only("equals", Shape.Text.any("all that it prints")),
            Settings.only("matches", Shape.Text.any("a regular expression of all that it prints")));

    String expected() {
        return contains.map(part -> "a text with \"" + Texts.clipped(part) + "\"")
                .orElseGet(() -> check.orElseThrow().expected());
    }

    TextCheck.Result judge(SmokeResult result) {
        return contains.map(part -> result.text().contains(part) ? TextCheck.Result.FITS : TextCheck.Result.DIFFERS)
                .orElseGet(() -> check.orElseThrow().judge(Optional.of(result.text())));
    }

    /** What to know where it was cut before it was looked at. */
    String limit(SmokeResult result) {
        return result.isWhole() ? "" : ", of which the first " + (SmokeResult.LONGEST_TEXT >> 10) + " KiB count";
    }

    static Optional<SmokeOutput> read(Yaml value, Values values) {
        return values.mapping(value, ONE).flatMap(mapping -> {
            values.onlyKeys(mapping, "output", KEYS);
            Map<String, Yaml.Entry> entries = mapping.entries();
            if (entries.keySet().stream().filter(KEYS::contains).count() != 1) {
                values.problem(value.place(), "expected " + ONE + ", found " + entries.size() + " of them");
                return Optional.empty();
            }
            Optional<Yaml> part = mapping.get("contains");
            return part.isPresent()
                    ? values.text(part.get(), "a text")
                            .map(text -> new SmokeOutput(Optional.of(text), Optional.empty()))
                    : TextCheck.one("output", value, values)
                            .map(check -> new SmokeOutput(Optional.empty(), Optional.of(check)));
        });
    }
}
