package dev.multiarch.dockerfile;

import dev.multiarch.text.FormatException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Expands words of {@code FROM}: with what BuildKit sets, the {@code ARG}s in front of the first stage, and build arguments. */
final class Words {
    private final char escape;
    private final Map<String, String> values = new HashMap<>();

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
                Optional<String> value = Optional.ofNullable(inputs.arguments().get(pair.name()))
                        .or(() -> pair.value().map(word -> words.expanded(word.value(), arg.firstLine())));
                value.ifPresent(text -> words.values.put(pair.name(), text));
            }
        }
        return words;
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
