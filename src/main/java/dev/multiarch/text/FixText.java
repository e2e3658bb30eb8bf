package dev.multiarch.text;

import java.util.Map;
import java.util.Optional;

/** What a message says to do, at its end: {@code there is no such tag. Fix: name another}. */
public final class FixText {
    private static final String MARK = ". Fix: ";

    private FixText() {}

    /** Empty where it says nothing, or where only what it quotes does. */
    public static Optional<String> of(String message) {
        int at = message.lastIndexOf(MARK);
        boolean quoted = at >= 0
                && message.substring(0, at).chars().filter(c -> c == '"').count() % 2 == 1;
        return at < 0 || quoted ? Optional.empty() : Optional.of(message.substring(at + MARK.length()));
    }

    /** Puts a message under this key, and what it says to do under {@code fix} as well, for programs. */
    public static void put(Map<String, Object> json, String key, String message) {
        json.put(key, message);
        of(message).ifPresent(fix -> json.put("fix", fix));
    }
}
