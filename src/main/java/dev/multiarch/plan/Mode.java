package dev.multiarch.plan;

import dev.multiarch.text.FormatException;
import java.util.Arrays;
import java.util.Locale;

/** How a leg is to be built. */
public enum Mode {
    /** As its runner can. */
    AUTO,
    /** By a CPU of its platform; a leg whose builder has another one is refused before it is built. */
    NATIVE,
    /** Under emulation, on a runner of another platform. */
    EMULATE;

    static Mode parse(String word) {
        return Arrays.stream(values())
                .filter(mode -> mode.word().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new FormatException("mode \"" + word + "\" is not known: expected native, emulate or auto"));
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
