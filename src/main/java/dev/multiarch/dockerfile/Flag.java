package dev.multiarch.dockerfile;

import java.util.Optional;

/**
 * A flag of an instruction, such as {@code --platform=linux/amd64}.
 *
 * @param name without the dashes
 * @param value without quotes; empty where there is no equals sign
 * @param start where the flag begins in the instruction's line
 * @param end where it ends there
 */
public record Flag(String name, Optional<String> value, int start, int end) {
    static Flag of(String text, int start, int end) {
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        return new Flag(
                name.substring(Math.min(2, name.length())),
                equals < 0 ? Optional.empty() : Optional.of(text.substring(equals + 1)),
                start,
                end);
    }

    @Override
    public String toString() {
        return "--" + name + value.map(text -> "=" + text).orElse("");
    }
}
