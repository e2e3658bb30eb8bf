package dev.multiarch.host;

import java.util.Optional;

/** The first bytes of programs (ELF, gabi 4.1), to see which binfmt_misc entry would take them. */
final class Elf {
    private static final int HEADER = 64;
    private static final byte EXECUTABLE = 2;

    private Elf() {}

    /** The header of an executable for this architecture, by its name in image platforms; empty where that is not known. */
    static Optional<byte[]> header(String architecture) {
        return switch (architecture) {
            case "386" -> header(32, false, 3);
            case "amd64" -> header(64, false, 62);
            case "arm" -> header(32, false, 40);
            case "arm64" -> header(64, false, 183);
            case "loong64" -> header(64, false, 258);
            case "mips" -> header(32, true, 8);
            case "mipsle" -> header(32, false, 8);
            case "mips64" -> header(64, true, 8);
            case "mips64le" -> header(64, false, 8);
            case "ppc64" -> header(64, true, 21);
            case "ppc64le" -> header(64, false, 21);
            case "riscv64" -> header(64, false, 243);
            case "s390x" -> header(64, true, 22);
            default -> Optional.empty();
        };
    }

    private static Optional<byte[]> header(int bits, boolean bigEndian, int machine) {
        byte[] header = new byte[HEADER];
        header[0] = 0x7f;
        header[1] = 'E';
        header[2] = 'L';
        header[3] = 'F';
        header[4] = (byte) (bits / 32);
        header[5] = (byte) (bigEndian ? 2 : 1);
        header[6] = 1;
        header[bigEndian ? 17 : 16] = EXECUTABLE;
        header[bigEndian ? 19 : 18] = (byte) machine;
        header[bigEndian ? 18 : 19] = (byte) (machine >> 8);
        return Optional.of(header);
    }
}
