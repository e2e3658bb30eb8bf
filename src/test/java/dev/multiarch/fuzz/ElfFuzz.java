package dev.multiarch.fuzz;

import dev.multiarch.image.ElfHeader;
import dev.multiarch.image.Platform;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Any beginning of a file is ELF or none, and what is said of it does not depend on the bytes behind the header. */
public final class ElfFuzz {
    private static final List<Platform> PLATFORMS = List.of(
            Platform.parse("linux/amd64"),
            Platform.parse("linux/arm/v5"),
            Platform.parse("linux/arm64"),
            Platform.parse("linux/s390x"));

    private ElfFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Optional<ElfHeader> header = ElfHeader.read(input, input.length);
        Optional<ElfHeader> longer = ElfHeader.read(Arrays.copyOf(input, input.length + 64), input.length);
        IndexFuzz.require(header.equals(longer), "bytes beyond the length don't count");
        header.ifPresent(elf -> {
            IndexFuzz.require(ElfHeader.hasMagic(input, input.length), "ELF begins with its magic");
            IndexFuzz.require(!elf.described().isBlank(), "each machine has a name");
            long runs = PLATFORMS.stream().filter(elf::runsOn).count();
            IndexFuzz.require(runs <= 1, "a program is for one of these architectures");
            IndexFuzz.require(runs == 0 || !elf.isOfNoPlatform(), "what runs is of a platform");
        });
    }
}
