package dev.multiarch.host;

import dev.multiarch.image.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** The probes: static programs of a few hundred bytes, one for each architecture that there is a source for. */
public final class ProbeProgram {
    /** The file that it writes. */
    public static final String ANSWER = "/multiarch-facts";

    private static final List<String> ARCHITECTURES =
            List.of("amd64", "386", "arm64", "arm", "riscv64", "ppc64le", "s390x");

    private ProbeProgram() {}

    /** The program for a platform; one for arm serves all its variants. */
    public static Optional<byte[]> of(Platform platform) {
        if (!ARCHITECTURES.contains(platform.architecture()) || !platform.os().equals("linux")) {
            return Optional.empty();
        }
        try (InputStream in = ProbeProgram.class.getResourceAsStream("probe-" + platform.architecture())) {
            return Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException(e); // our own resource
        }
    }
}
