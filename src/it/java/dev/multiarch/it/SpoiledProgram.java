package dev.multiarch.it;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A program that crashes with SIGILL where it begins. */
public final class SpoiledProgram {
    private static final int ENTRY = 24;
    private static final int PROGRAMS = 32;
    private static final int PROGRAM_SIZE = 56;

    private SpoiledProgram() {}

    /** Puts zeros, which no CPU takes for an instruction on arm64, where a 64-bit ELF file begins to run. */
    public static void spoil(Path program) throws IOException {
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
}
