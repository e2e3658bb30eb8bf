package dev.multiarch.dockerfile.advice;

import dev.multiarch.image.Platform;
import java.util.List;

/**
 * Something in a Dockerfile that goes wrong on some platforms.
 *
 * @param offset of the place in the file
 * @param platforms where it goes wrong
 * @param message one sentence without a full stop, as is the fix
 * @param edits that take it away; none where a person has to decide
 */
public record Fault(
        int offset,
        List<Platform> platforms,
        String expected,
        String actual,
        String message,
        String fix,
        List<Edit> edits) {
    public Fault {
        platforms = List.copyOf(platforms);
        edits = List.copyOf(edits);
    }

    Fault with(List<Edit> others) {
        return new Fault(offset, platforms, expected, actual, message, fix, others);
    }
}
