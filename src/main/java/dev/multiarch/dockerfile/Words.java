package dev.multiarch.dockerfile;

import dev.multiarch.text.FormatException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Expands words of {@code FROM}: with what BuildKit sets, the {@code ARG}s in front of the first stage, and build arguments. */
final class Words {
    private final char escape;
    private final Map<String, String> values = new HashMap<>();
    private final Set<String> declared = new HashSet<>();

    private Words(char escape) {
        this.escape = escape;
    }

    static Words of(Dockerfile file, BuildInputs inputs) {
        var words = new Words(file.escape());
        words.values.putAll(PlatformArguments.of("TARGET", inputs.platform()));
        inputs.builder().ifPresent(own -> words.values.putAll(PlatformArguments.of("BUILD", own)));
        words.values.put("TARGETSTAGE", inputs.target().orElse("default"));
        words.values.replaceAll((name, value) -> inputs.arguments().getOrDefault(name, value));
        for (Instruction arg : file.globals()) {
            for (Instruction.Pair pair : arg.pairs()) {
                words.declared.add(pair.name());
                Optional<String> value = Optional.ofNullable(inputs.arguments().get(pair.name()))
                        .or(() -> pair.value().map(word -> words.expanded(word.value(), arg.firstLine())));
                value.ifPresent(text -> words.values.put(pair.name(), text));
            }
        }
        return words;
    }

    /**
     * Why this word of a {@code FROM} leads to no image, as a variable in it has no value; empty if each has one.
     *
     * @param text that can be expanded
     */
    Optional<String> lacking(String text) {
        List<String> unset = Expansion.of(text, escape, name -> Optional.ofNullable(values.get(name))).unset().stream()
                .sorted()
                .toList();
        if (unset.isEmpty()) {
            return Optional.empty();
        }
        String name = unset.stream()
                .filter(each -> !declared.contains(each))
                .findFirst()
                .orElse(unset.get(0));
        return Optional.of(
                declared.contains(name)
                        ? "ARG " + name + " has no value. Fix: give it one by --build-arg " + name
                                + "=VALUE, or by ARG " + name + "=VALUE in the Dockerfile"
                        : "no ARG before the first FROM declares " + name + ". Fix: write ARG " + name
                                + "=VALUE there");
    }

    /** @throws FormatException if BuildKit would refuse it; the message holds no value, as one may be secret */
    String expanded(String text, int line) {
        try {
            return Expansion.of(text, escape, name -> Optional.ofNullable(values.get(name)))
                    .text();
        } catch (FormatException refused) {
            throw new FormatException("a word in line " + line + " of the Dockerfile can't be expanded");
        }
    }
}
