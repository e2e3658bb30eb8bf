package dev.multiarch.host;

import dev.multiarch.fact.Fact;
import dev.multiarch.image.Platform;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An entry of binfmt_misc and what became of its interpreter.
 *
 * @param interpreter {@link #THERE}, or what is wrong with the file that the entry names
 * @param version of QEMU, as it prints it
 */
public record EntrySurvey(BinfmtEntry entry, Fact<String> interpreter, Fact<String> version) {
    public static final String THERE = "there";

    /** 386 before amd64, which runs its programs as well. */
    static final List<Platform> KNOWN = Stream.of(
                    "386",
                    "amd64",
                    "arm",
                    "arm64",
                    "loong64",
                    "mips",
                    "mipsle",
                    "mips64",
                    "mips64le",
                    "ppc64",
                    "ppc64le",
                    "riscv64",
                    "s390x")
            .map(architecture -> Platform.of("linux", architecture, ""))
            .toList();

    /** By what a program must begin with, whatever the entry is called. */
    public List<Platform> platforms() {
        return KNOWN.stream().filter(entry::handles).toList();
    }

    Optional<String> conflict(EntrySurvey other) {
        List<Platform> both =
                platforms().stream().filter(other.platforms()::contains).toList();
        boolean same = entry.interpreter().equals(other.entry.interpreter())
                && entry.flags().equals(other.entry.flags());
        return both.isEmpty() || same
                ? Optional.empty()
                : Optional.of("binfmt_misc entries \"" + entry.name() + "\" (" + entry.interpreter() + ", flags "
                        + entry.flags() + ") and \"" + other.entry.name() + "\" (" + other.entry.interpreter()
                        + ", flags "
                        + other.entry.flags() + ") are both for programs of " + both.get(0)
                        + "; the one that was registered last shadows the other, and the kernel does not say"
                        + " which that is");
    }
}
