package dev.multiarch.host;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The first bytes of programs (ELF, gabi 4.1), to see which binfmt_misc entry would take them. */
final class Elf {
    private static final int HEADER = 64;
    private static final byte EXECUTABLE = 2;
    private static final int UP_TO_MACHINE = 20;

    /** Those that {@link #header} knows. */
    static final List<String> ARCHITECTURES = List.of(
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
            "s390x");

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

    /**
     * What the programs of an architecture begin with, to register an interpreter for them. The mask lets through the ABIs 0
     * to 3 (GNU's is 3) and shared objects, which is what position independent executables are.
     */
    static Optional<BinfmtEntry.Match> match(String architecture) {
        return header(architecture).map(header -> {
            byte[] mask = new byte[UP_TO_MACHINE];
            Arrays.fill(mask, (byte) 0xff);
            mask[7] = (byte) 0xfc;
            mask[header[5] == 2 ? 17 : 16] = (byte) 0xfe;
            HexFormat hex = HexFormat.of();
            return new BinfmtEntry.Match(0, hex.formatHex(header, 0, UP_TO_MACHINE), hex.formatHex(mask));
        });
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
