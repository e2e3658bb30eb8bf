package dev.multiarch.emulation;

import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.process.Program;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An image that registers the emulators which it carries when Docker runs it privileged: {@code tonistiigi/binfmt} and what is
 * called alike, or {@code multiarch/qemu-user-static}.
 */
record InstallerImage(String named, Reference reference) {
    private static final Duration PULL_LIMIT = Duration.ofMinutes(5);

    /** @throws dev.multiarch.text.FormatException if that names no image */
    static InstallerImage parse(String named) {
        return new InstallerImage(named, Reference.parse(named));
    }

    Program install(String docker, Platform platform) {
        List<String> words = new ArrayList<>(List.of(docker, "run", "--rm", "--privileged", named));
        words.addAll(
                reference.repository().endsWith("multiarch/qemu-user-static")
                        ? List.of("--reset", "-p", "yes")
                        : List.of("--install", platform.architecture()));
        return Program.of(words).within(PULL_LIMIT);
    }

    /** What is to be said about it. */
    Optional<String> warning() {
        return reference.digest().isPresent()
                ? Optional.empty()
                : Optional.of(named + " runs privileged and is not pinned: its tag can move. Fix: name it by its"
                        + " digest, --qemu-image " + reference.name() + "@sha256:…");
    }
}
