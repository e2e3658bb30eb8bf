package dev.multiarch.image;

import java.util.List;
import java.util.Optional;

/**
 * What the first bytes of a program say of the CPU that it is for (System V gABI 4.1, "ELF Header").
 *
 * @param type {@code e_type}: 1 an object file, 2 a program at a fixed address, 3 a shared object or a program anywhere; 0
 *     where the file has sections and no segments, as debug information has, so that nothing can load it
 * @param machine {@code e_machine}
 * @param bits 32 or 64
 * @param flags {@code e_flags}, which mean something else on each machine
 */
public record ElfHeader(int type, int machine, int bits, boolean bigEndian, int flags) {
    /** As many bytes as are needed to read any header. */
    public static final int LENGTH = 64;

    private static final int SHORT_LENGTH = 52;
    private static final int EXECUTABLE = 2;
    private static final int SHARED = 3;

    private static final int X86 = 3;
    private static final int MIPS = 8;
    private static final int PPC64 = 21;
    private static final int S390 = 22;
    private static final int ARM = 40;
    private static final int X86_64 = 62;
    private static final int AARCH64 = 183;
    private static final int RISCV = 243;
    private static final int BPF = 247;
    private static final int LOONGARCH = 258;

    /** ELF for the ARM Architecture (IHI 0044), "EF_ARM_ABI_FLOAT_HARD" and "EF_ARM_EABIMASK". */
    private static final int ARM_HARD_FLOAT = 0x400;

    private static final int ARM_EABI = 0xff000000;

    /** Whether these bytes claim to be ELF at all. */
    public static boolean hasMagic(byte[] first, int length) {
        return length >= 4 && first[0] == 0x7f && first[1] == 'E' && first[2] == 'L' && first[3] == 'F';
    }

    /** Empty where it is not an ELF, or one that is cut off or makes no sense. */
    public static Optional<ElfHeader> read(byte[] first, int length) {
        if (!hasMagic(first, length) || length < SHORT_LENGTH) {
            return Optional.empty();
        }
        int bits = first[4] == 1 ? 32 : first[4] == 2 ? 64 : 0;
        boolean big = first[5] == 2;
        if (bits == 0 || !big && first[5] != 1 || first[6] != 1 || bits == 64 && length < LENGTH) {
            return Optional.empty();
        }
        boolean segments = number(first, bits == 64 ? 56 : 44, 2, big) > 0;
        boolean sections = number(first, bits == 64 ? 60 : 48, 2, big) > 0;
        int type = sections && !segments ? 0 : number(first, 16, 2, big);
        int machine = number(first, 18, 2, big);
        return Optional.of(new ElfHeader(type, machine, bits, big, number(first, bits == 64 ? 48 : 36, 4, big)));
    }

    private static int number(byte[] bytes, int at, int length, boolean bigEndian) {
        int value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | bytes[at + (bigEndian ? i : length - 1 - i)] & 0xff;
        }
        return value;
    }

    /** Whether a kernel could load it: neither an object file, nor a core dump, nor a program for the kernel's own BPF. */
    public boolean isLoadable() {
        return (type == EXECUTABLE || type == SHARED) && machine != BPF;
    }

    public boolean isShared() {
        return type == SHARED;
    }

    /** A program for the kernel itself, which is the same on every CPU. */
    public boolean isBpf() {
        return machine == BPF;
    }

    /** Whether it is for this architecture, by its name in image platforms; true for one that {@link #of} does not know. */
    public boolean isOf(String architecture) {
        return of(architecture)
                .map(wanted -> machine == wanted.machine && bigEndian == wanted.bigEndian && fits(wanted.bits))
                .orElse(true);
    }

    /** x32 and 31-bit programs carry the machine's number with another class. */
    private boolean fits(int wanted) {
        return bits == wanted || machine == X86_64 || machine == S390;
    }

    /** Whether no image platform at all is of this machine: firmware, or code for a GPU. */
    public boolean isOfNoPlatform() {
        return !List.of(X86, MIPS, PPC64, S390, ARM, X86_64, AARCH64, RISCV, LOONGARCH)
                .contains(machine);
    }

    /** What programs for this architecture, by its name in image platforms, look like; empty where that is not known. */
    public static Optional<ElfHeader> of(String architecture) {
        return switch (architecture) {
            case "386" -> program(X86, 32, false);
            case "amd64" -> program(X86_64, 64, false);
            case "arm" -> program(ARM, 32, false);
            case "arm64" -> program(AARCH64, 64, false);
            case "loong64" -> program(LOONGARCH, 64, false);
            case "mips" -> program(MIPS, 32, true);
            case "mipsle" -> program(MIPS, 32, false);
            case "mips64" -> program(MIPS, 64, true);
            case "mips64le" -> program(MIPS, 64, false);
            case "ppc64" -> program(PPC64, 64, true);
            case "ppc64le" -> program(PPC64, 64, false);
            case "riscv64" -> program(RISCV, 64, false);
            case "s390x" -> program(S390, 64, true);
            default -> Optional.empty();
        };
    }

    private static Optional<ElfHeader> program(int machine, int bits, boolean bigEndian) {
        return Optional.of(new ElfHeader(EXECUTABLE, machine, bits, bigEndian, 0));
    }

    /**
     * Whether CPUs of this platform run it. What kernels run apart from their own counts: 386 and x32 on amd64, 32 bits on
     * mips64 and s390x; not 32 bits on arm64, as many CPUs lack it. Of an arm program the kernel looks at no variant (Linux,
     * arch/arm/kernel/elf.c), nor does hard float tell one: ARMv5 CPUs may have a VFP too.
     *
     * @return false as well where the platform's architecture is not known; {@link #of} tells
     */
    public boolean runsOn(Platform platform) {
        Optional<ElfHeader> expected = of(platform.architecture());
        if (expected.isEmpty() || bigEndian != expected.get().bigEndian) {
            return false;
        }
        return switch (platform.architecture()) {
            case "amd64" -> machine == X86_64 || machine == X86 && bits == 32;
            case "arm" -> machine == ARM && bits == 32 && (flags & ARM_EABI) != 0;
            case "mips64", "mips64le", "s390x" -> machine == expected.get().machine;
            default -> machine == expected.get().machine && bits == expected.get().bits;
        };
    }

    /** Whether it needs a VFP, which every ARMv7 CPU of Linux has, and only some of ARMv5. */
    public boolean isHardFloat() {
        return machine == ARM && (flags & ARM_HARD_FLOAT) != 0;
    }

    /** As people call it: {@code x86-64}, {@code ARM (hard float)}, {@code PowerPC64 (little endian)}. */
    public String described() {
        return switch (machine) {
            case X86_64 -> bits == 64 ? "x86-64" : "x86-64 (x32)";
            case ARM -> "ARM" + (bigEndian ? " (big endian)" : arm());
            case AARCH64 -> bits == 64 ? "AArch64" + (bigEndian ? " (big endian)" : "") : "AArch64 (ILP32)";
            case MIPS -> "MIPS (" + bits + " bits, " + endianness() + ")";
            case PPC64 -> "PowerPC64 (" + endianness() + ")";
            case S390 -> bits == 64 ? "S/390x" : "S/390 (31 bits)";
            case RISCV -> "RISC-V (" + bits + " bits)";
            default ->
                NAMES.stream()
                        .filter(name -> name.machine == machine)
                        .findFirst()
                        .map(Name::name)
                        .orElse("machine " + machine);
        };
    }

    private String arm() {
        if ((flags & ARM_EABI) == 0 && type != EXECUTABLE) {
            return " (old ABI)";
        }
        return isHardFloat() ? " (hard float)" : "";
    }

    private String endianness() {
        return bigEndian ? "big endian" : "little endian";
    }

    private record Name(int machine, String name) {}

    /** Those that people meet in images next to the ones that platforms are named after. */
    private static final List<Name> NAMES = List.of(
            new Name(X86, "x86"),
            new Name(LOONGARCH, "LoongArch"),
            new Name(BPF, "BPF"),
            new Name(2, "SPARC"),
            new Name(4, "Motorola 68000"),
            new Name(15, "PA-RISC"),
            new Name(20, "PowerPC"),
            new Name(42, "SuperH"),
            new Name(43, "SPARC64"),
            new Name(50, "Itanium"),
            new Name(83, "AVR"),
            new Name(94, "Xtensa"),
            new Name(164, "Hexagon"),
            new Name(190, "CUDA"),
            new Name(224, "AMD GPU"),
            new Name(0x9026, "Alpha"));
}
