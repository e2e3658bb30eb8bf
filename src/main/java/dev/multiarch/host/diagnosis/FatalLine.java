package dev.multiarch.host.diagnosis;

import java.util.Optional;
import java.util.Set;

/**
 * A line by which an emulator or the kernel says that it can't go on with a program. A program may print the same words: such
 * a line alone proves nothing.
 *
 * @param id of the page that explains it
 * @param text neutralised
 */
public record FatalLine(String id, String text) {
    private static final Set<String> FATAL = Set.of(
            "qemu-segfault", "illegal-instruction", "foreign-program", "exec-format-error", "unsupported-syscall");
    private static final Set<String> REFUSED = Set.of("namespaces-refused");

    /** @param said what a program printed, without BuildKit's number and time */
    public static Optional<FatalLine> of(String said) {
        return of(said, FATAL);
    }

    /** A line by which buildah or podman says that it may not make the container of a step. */
    public static Optional<FatalLine> refusal(String said) {
        return of(said, REFUSED);
    }

    private static Optional<FatalLine> of(String said, Set<String> ids) {
        LogLine line = LogLine.of(said);
        return Kinds.ALL.stream()
                .filter(kind -> ids.contains(kind.id()))
                .filter(kind ->
                        kind.signs().stream().anyMatch(sign -> sign.earlier().isEmpty() && sign.isIn(line.said())))
                .findFirst()
                .map(kind -> new FatalLine(kind.id(), line.text().strip()));
    }
}
