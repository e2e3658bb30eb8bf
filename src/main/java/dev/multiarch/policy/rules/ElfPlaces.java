package dev.multiarch.policy.rules;

import dev.multiarch.image.CpuNames;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where files for another CPU belong, since neither the kernel nor the loader of this image takes them from there. Paths are
 * looked at part by part, so that no hostile path takes long.
 */
final class ElfPlaces {
    /** Emulators that run on the machine that builds, and are registered there. */
    private static final Pattern EMULATOR = Pattern.compile("qemu-[a-z0-9_]+(?:-static)?|resin-xbuild");

    /** Firmware, kernels, boot loaders and debug information. */
    private static final List<String> FOLDERS = List.of(
            "/boot/",
            "/lib/firmware/",
            "/lib/modules/",
            "/usr/lib/firmware/",
            "/usr/lib/modules/",
            "/usr/lib/debug/",
            "/usr/lib/grub",
            "/usr/lib/ipxe/",
            "/usr/lib/shim/",
            "/usr/lib/syslinux/",
            "/usr/lib/SYSLINUX",
            "/usr/lib/ISOLINUX/",
            "/usr/lib/u-boot/",
            "/usr/share/AAVMF/",
            "/usr/share/edk2",
            "/usr/share/grub",
            "/usr/share/ipxe/",
            "/usr/share/openbios/",
            "/usr/share/OVMF/",
            "/usr/share/qemu",
            "/usr/share/seabios/",
            "/usr/share/syslinux/",
            "/usr/share/u-boot");

    /** Kernels, boot loaders, firmware and debug information by their names, wherever they are. */
    private static final Pattern FILE = Pattern.compile(
            "(?:vmlinu[xz]|bzImage|zImage|u-boot)(?:[-._].*)?" + "|.*\\.(?:efi|fw|axf|debug|dbg|dwo|dwp)");

    /** Debug information, and what debugpy puts into other programs: it brings that for the usual CPUs alone. */
    private static final Set<String> PARTS = Set.of(".debug", ".build-id", "pydevd_attach_to_process");

    /** Trees of sources and packages of Go, Rust, Python, Node and Ruby. */
    private static final Set<String> PACKAGES =
            Set.of("site-packages", "dist-packages", "node_modules", "gems", "selenium-manager");

    private static final Set<String> SOURCES = Set.of("src", "mod", "registry");
    private static final String GO_TEST_DATA = "testdata";
    private static final Set<String> TEST_DATA =
            Set.of(GO_TEST_DATA, "test", "tests", "fixtures", "test-data", "test_data", "testfiles");

    /** GNU's and Rust's names of a target: CPU, perhaps vendor, system, perhaps ABI. */
    private static final Pattern TRIPLET = Pattern.compile(
            "[a-z0-9_]+-(?:[a-z0-9_]+-)?(?:linux|kfreebsd|gnu|elf|eabi|none|w64|android)(?:-?[a-z0-9_]+){0,2}");

    private static final Set<String> LIBRARIES =
            Set.of("lib", "lib32", "lib64", "libexec", "gcc", "gcc-cross", "local");
    private static final Pattern LOADER = Pattern.compile("ld[-.a-z0-9_]*\\.so\\.[0-9]");
    private static final Pattern SYSROOT = Pattern.compile("sysroots?|sys-root|.*-sysroot");
    private static final Pattern LIBRARY = Pattern.compile(".*\\.(?:node|so(?:\\.[0-9.]+)?)");
    /** Those whose programs are ELF files as well. Android has Linux, and another C library. */
    private static final Pattern OTHER_SYSTEM = Pattern.compile(
            "(?<![a-z])(?:android|freebsd|netbsd|openbsd|dragonfly|solaris|sunos|illumos|haiku|fuchsia)(?![a-z])");

    private static final Pattern OTHER_FOLDER = Pattern.compile("(?:linux-)?" + OTHER_SYSTEM);

    private static final int LONGEST_PART = 255;

    private ElfPlaces() {}

    static boolean isEmulator(String path) {
        return EMULATOR.matcher(base(path)).matches();
    }

    /** Data for something else than this image's kernel, whatever CPU the path names. */
    static boolean isData(String path) {
        List<String> parts = CpuNames.components(path);
        return isEmulator(path)
                || FOLDERS.stream().anyMatch(path::startsWith)
                || FILE.matcher(base(path)).matches()
                || !Collections.disjoint(parts, PARTS)
                || within(parts, PACKAGES, TEST_DATA)
                || within(parts, SOURCES, Set.of(GO_TEST_DATA));
    }

    private static boolean within(List<String> parts, Set<String> trees, Set<String> folders) {
        int tree = first(parts, trees);
        return tree >= 0 && first(parts.subList(tree, parts.size() - 1), folders) >= 0;
    }

    private static int first(List<String> parts, Set<String> wanted) {
        for (int i = 0; i < parts.size(); i++) {
            if (wanted.contains(parts.get(i))) {
                return i;
            }
        }
        return -1;
    }

    /** Part of a whole system for another CPU, which a compiler or a loader for that CPU reads. */
    static boolean isOtherSystem(String path) {
        List<String> folders = CpuNames.components(path);
        folders = folders.subList(0, folders.size() - 1);
        if (LOADER.matcher(base(path)).matches() && LIBRARIES.containsAll(withoutUsr(folders))) {
            return true;
        }
        int rust = folders.indexOf("rustlib");
        return folders.stream().anyMatch(folder -> matches(SYSROOT, folder))
                || rust >= 0 && rust + 1 < folders.size() && matches(TRIPLET, folders.get(rust + 1))
                || isSystemTriplet(folders)
                || isToolchain(folders);
    }

    /** A cross compiler anywhere: {@code lib/gcc/<triplet>}, {@code <triplet>-cross/<triplet>}. */
    private static boolean isToolchain(List<String> folders) {
        for (int i = 1; i < folders.size(); i++) {
            String before = folders.get(i - 1);
            boolean gcc = i > 1 && before.equals("gcc") && LIBRARIES.contains(folders.get(i - 2));
            if (matches(TRIPLET, folders.get(i)) && (gcc || before.contains(folders.get(i)))) {
                return true;
            }
        }
        return false;
    }

    /**
     * For another system than this image's, as the name of its CPU says, or the folder around that: {@code android-arm64},
     * {@code FreeBSD/x86_64}.
     */
    static boolean isOfOtherSystem(String path, String os) {
        List<String> parts = CpuNames.components(path.toLowerCase(Locale.ROOT));
        int cpu = parts.size() - 1;
        while (cpu >= 0 && CpuNames.in(parts.get(cpu)).isEmpty()) {
            cpu--;
        }
        if (cpu < 0) {
            return false;
        }
        String named = parts.get(cpu);
        if (named.contains("android")) {
            return !os.equals("android");
        }
        String around = cpu > 0 ? parts.get(cpu - 1) : "";
        return !named.contains(os)
                && !around.equals(os)
                && (OTHER_SYSTEM.matcher(named).find() || matches(OTHER_FOLDER, around));
    }

    /** {@code /usr/lib/<triplet>} of Debian, {@code /usr/<triplet>} and {@code /usr/lib/gcc-cross/<triplet>} of compilers. */
    private static boolean isSystemTriplet(List<String> folders) {
        List<String> rest = withoutUsr(folders);
        int at = 0;
        while (at < rest.size() && LIBRARIES.contains(rest.get(at))) {
            at++;
        }
        boolean system = at > 0 || rest.size() < folders.size();
        return system && at < rest.size() && matches(TRIPLET, rest.get(at));
    }

    private static List<String> withoutUsr(List<String> folders) {
        return !folders.isEmpty() && folders.get(0).equals("usr") ? folders.subList(1, folders.size()) : folders;
    }

    /** A package's program, one for each operating system and none for this CPU, as selenium-manager. */
    static boolean isBySystem(String path) {
        List<String> parts = CpuNames.components(path);
        return parts.size() > 1
                && parts.get(parts.size() - 2).equals("linux")
                && first(parts, PACKAGES) >= 0
                && !matches(LIBRARY, base(path));
    }

    private static boolean matches(Pattern pattern, String part) {
        return part.length() <= LONGEST_PART && pattern.matcher(part).matches();
    }

    private static String base(String path) {
        String base = path.substring(path.lastIndexOf('/') + 1);
        return base.length() > LONGEST_PART ? "" : base;
    }
}
