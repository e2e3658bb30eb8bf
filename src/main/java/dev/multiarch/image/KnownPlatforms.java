package dev.multiarch.image;

import dev.multiarch.text.FormatException;
import dev.multiarch.text.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The platforms that people may ask for: those of Go ({@code go tool dist list}, Go 1.26, with the CPUs that gccgo has on
 * Linux) and of containerd. What others ask for is a slip, and would be missing or built on the wrong machine. What a
 * registry's index says is never held against this list.
 */
public final class KnownPlatforms {
    private static final String EXAMPLES =
            "Expected os/architecture[/variant], such as linux/amd64, linux/arm64 or linux/arm/v7";

    /** Operating systems with their architectures. */
    private static final Map<String, List<String>> SYSTEMS = new TreeMap<>(Map.ofEntries(
            system("aix", "ppc64"),
            system("android", "386 amd64 arm arm64"),
            system("darwin", "386 amd64 arm arm64"),
            system("dragonfly", "amd64"),
            system("freebsd", "386 amd64 arm arm64 riscv64"),
            system("hurd", "386 amd64"),
            system("illumos", "amd64"),
            system("ios", "amd64 arm64"),
            system("js", "wasm"),
            system(
                    "linux",
                    "386 amd64 arm arm64 armbe arm64be loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ppc ppc64"
                            + " ppc64le riscv riscv64 s390 s390x sparc sparc64"),
            system("nacl", "386 amd64p32 arm"),
            system("netbsd", "386 amd64 arm arm64"),
            system("openbsd", "386 amd64 arm arm64 mips64 ppc64 riscv64"),
            system("plan9", "386 amd64 arm"),
            system("solaris", "amd64 sparc64"),
            system("wasi", "wasm wasm32"),
            system("wasip1", "wasm wasm32"),
            system("windows", "386 amd64 arm arm64"),
            system("zos", "s390x")));

    /** Variants that a platform can have after it was normalised: {@code arm64/v8} is {@code arm64}. */
    private static final Map<String, List<String>> VARIANTS = Map.ofEntries(
            system("386", "softfloat sse2"),
            system("amd64", "v2 v3 v4"),
            system("arm", "v5 v6 v7 v8"),
            system("arm64", "v8.1 v8.2 v8.3 v8.4 v8.5 v8.6 v8.7 v8.8 v8.9 v9 v9.1 v9.2 v9.3 v9.4 v9.5 v9.6 v9.7"),
            system("mips", "hardfloat softfloat"),
            system("mipsle", "hardfloat softfloat"),
            system("mips64", "hardfloat softfloat"),
            system("mips64le", "hardfloat softfloat"),
            system("ppc64", "power8 power9 power10"),
            system("ppc64le", "power8 power9 power10"),
            system("riscv64", "rva20u64 rva22u64 rva23u64"));

    /** What people call operating systems. */
    private static final Map<String, String> OTHER_NAMES =
            Map.of("win", "windows", "win32", "windows", "win64", "windows", "mac", "darwin", "osx", "darwin");

    private static final List<String> SPELLINGS = List.of("i386", "x86_64", "aarch64", "armhf", "armel");

    private KnownPlatforms() {}

    private static Map.Entry<String, List<String>> system(String name, String words) {
        return Map.entry(name, List.of(words.split(" ")));
    }

    /**
     * What somebody asks for, in a plan, a policy or an option.
     *
     * @throws FormatException if it is malformed, or no platform that anybody knows; it names the one that may be meant
     */
    public static Platform parse(String text) {
        if (text.strip().equalsIgnoreCase("all")) {
            throw new FormatException("platform \"" + text.strip() + "\" is not known: name each platform, such as"
                    + " linux/amd64,linux/arm64");
        }
        Platform platform = Platform.parse(text);
        Optional<String> wrong = wrong(platform);
        if (wrong.isPresent()) {
            throw new FormatException("platform \"" + text.strip() + "\" is not known: " + wrong.get() + ". "
                    + suggestion(text.strip(), platform)
                            .map(near -> "Did you mean " + near + "?")
                            .orElse(EXAMPLES));
        }
        return platform;
    }

    private static Optional<String> wrong(Platform platform) {
        List<String> architectures = SYSTEMS.get(platform.os());
        if (architectures == null) {
            return Optional.of("there is no operating system \"" + platform.os() + "\"");
        }
        if (!architectures.contains(platform.architecture())) {
            return Optional.of("there is no architecture \"" + platform.architecture() + "\" of " + platform.os());
        }
        boolean known = platform.variant().isEmpty()
                || VARIANTS.getOrDefault(platform.architecture(), List.of()).contains(platform.variant());
        return known
                ? Optional.empty()
                : Optional.of("there is no variant \"" + platform.variant() + "\" of " + platform.architecture());
    }

    /** A known platform that is spelt like this one. */
    private static Optional<Platform> suggestion(String text, Platform asked) {
        String[] dashed = text.split("[-_]", 3);
        if (!text.contains("/")
                && dashed.length > 1
                && SYSTEMS.containsKey(system(dashed[0]).orElse(""))) {
            return repaired(dashed[0], String.join("/", List.of(dashed).subList(1, dashed.length)), "");
        }
        return repaired(asked.os(), asked.architecture(), asked.variant());
    }

    private static Optional<Platform> repaired(String os, String architecture, String variant) {
        Optional<String> system = system(os);
        if (system.isEmpty()) {
            return Optional.empty();
        }
        List<String> architectures = SYSTEMS.get(system.get());
        List<CpuNames.Name> names = CpuNames.in(architecture);
        String level = variant;
        Optional<String> found = Optional.of(architecture).filter(architectures::contains);
        if (found.isEmpty() && !names.isEmpty()) {
            found = Optional.of(names.get(0).architecture()).filter(architectures::contains);
            String digits = architecture.replaceFirst("^arm(?:32)?v?([5-8])[a-z]*$", "v$1");
            level = variant.isEmpty() && digits.matches("v[5-8]") ? digits : variant;
        }
        String wanted = level;
        return found.or(() -> nearest(architecture, architectures))
                .map(name -> variant(Platform.of(system.get(), name, wanted)))
                .filter(platform -> wrong(platform).isEmpty());
    }

    private static Optional<String> system(String os) {
        return SYSTEMS.containsKey(os)
                ? Optional.of(os)
                : Optional.ofNullable(OTHER_NAMES.get(os)).or(() -> Nearest.to(os, SYSTEMS.keySet()));
    }

    /** Among the names that Go has and those that people write. */
    private static Optional<String> nearest(String architecture, List<String> known) {
        List<String> names = new ArrayList<>(known);
        names.addAll(SPELLINGS);
        return Nearest.to(architecture, names)
                .map(name -> Platform.of("linux", name, "").architecture())
                .filter(known::contains);
    }

    /** With the variant that is nearest to an unknown one, or with none. */
    private static Platform variant(Platform asked) {
        if (wrong(asked).isEmpty()) {
            return asked;
        }
        List<String> known = VARIANTS.getOrDefault(asked.architecture(), List.of());
        String near = Nearest.to(asked.variant(), known).orElse("");
        return Platform.of(asked.os(), asked.architecture(), near);
    }
}
