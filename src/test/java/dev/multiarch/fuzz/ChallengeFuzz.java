package dev.multiarch.fuzz;

import dev.multiarch.registry.auth.Challenges;
import java.nio.charset.StandardCharsets;

/** Any text is a {@code WWW-Authenticate} header, read as far as it makes sense; what was read is read again the same. */
public final class ChallengeFuzz {
    private ChallengeFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String read = Challenges.read(new String(input, StandardCharsets.ISO_8859_1));
        IndexFuzz.require(Challenges.read(read).equals(read), "what is printed is read back");
    }
}
