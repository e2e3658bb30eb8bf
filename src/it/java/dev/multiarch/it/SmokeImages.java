package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Images from scratch that hold a few programs in /bin and nothing else, made in a folder. */
record SmokeImages(Path folder, Stack stack, Commands here) {
    private static final List<String> ARCHITECTURES = List.of("amd64", "arm64", "arm");
    private static final int ENTRY = 24;
    private static final int PROGRAMS = 32;
    private static final int PROGRAM_SIZE = 56;

    static SmokeImages in(Path folder, Stack stack, Commands here) throws IOException {
        for (String architecture : ARCHITECTURES) {
            Files.createDirectories(folder.resolve(architecture));
        }
        var images = new SmokeImages(folder, stack, here);
        images.dockerfile("");
        return images;
    }

    void dockerfile(String more) throws IOException {
        Files.writeString(
                folder.resolve("Dockerfile"), "FROM scratch\nARG TARGETARCH\nCOPY ${TARGETARCH}/ /bin/\n" + more);
    }

    /** Busybox, which does what its file's name says. */
    void programs(String... names) throws IOException {
        for (String architecture : ARCHITECTURES) {
            for (String name : names) {
                Files.copy(
                        stack.roots().resolve("root-" + architecture + "/bin/busybox"),
                        folder.resolve(architecture + "/" + name),
                        StandardCopyOption.COPY_ATTRIBUTES,
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Puts zeros, which no CPU takes for an instruction on arm64, where a 64-bit ELF file begins to run. */
    static void spoil(Path program) throws IOException {
        byte[] bytes = Files.readAllBytes(program);
        ByteBuffer elf = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long entry = elf.getLong(ENTRY);
        for (int at = (int) elf.getLong(PROGRAMS); elf.getInt(at) != 0; at += PROGRAM_SIZE) {
            long start = elf.getLong(at + 16);
            if (elf.getInt(at) == 1 && entry >= start && entry < start + elf.getLong(at + 32)) {
                int offset = (int) (entry - start + elf.getLong(at + 8));
                Arrays.fill(bytes, offset, offset + 16, (byte) 0);
                break;
            }
        }
        Files.write(program, bytes);
    }

    void push(String repository, String platforms) {
        List<String> build = new ArrayList<>(List.of("docker", "buildx", "build", "--builder", stack.remoteBuilder()));
        build.addAll(List.of("--platform", platforms, "--provenance=false", "."));
        build.addAll(List.of("--output", "type=image,push=true,name=" + repository));
        assertThat(here.program(build.toArray(String[]::new))).exitCode(0);
    }
}
