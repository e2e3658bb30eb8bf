package dev.multiarch.dockerfile;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A stage: a {@code FROM} and what follows it.
 *
 * @param index counted from 0
 */
public record Stage(int index, Instruction from, List<Instruction> instructions) {
    public Stage {
        instructions = List.copyOf(instructions);
    }

    /** As it is written, perhaps with variables. */
    public Word base() {
        return from.words().get(0);
    }

    /** In small letters. */
    public Optional<String> name() {
        return from.words().size() == 3
                ? Optional.of(from.words().get(2).value().toLowerCase(Locale.ROOT))
                : Optional.empty();
    }

    /** What later stages call it where they take something of it: by its number, or by its name in small letters. */
    public List<String> names() {
        String number = Integer.toString(index);
        return name().map(name -> List.of(number, name)).orElse(List.of(number));
    }

    public Optional<Flag> platform() {
        return from.flag("platform");
    }
}
