package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.PlatformArguments;
import dev.multiarch.image.Platform;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What programs and BuildKit call a platform. */
final class PlatformNames {
    /** Set by BuildKit for each build; each stage has to declare those that it uses. */
    static final List<String> ARGS = List.of(
            "TARGETPLATFORM",
            "TARGETOS",
            "TARGETARCH",
            "TARGETVARIANT",
            "TARGETOSVERSION",
            "BUILDPLATFORM",
            "BUILDOS",
            "BUILDARCH",
            "BUILDVARIANT",
            "BUILDOSVERSION");

    private static final Map<String, String> MACHINES = Map.ofEntries(
            Map.entry("amd64", "x86_64"),
            Map.entry("arm64", "aarch64"),
            Map.entry("ppc64le", "ppc64le"),
            Map.entry("s390x", "s390x"),
            Map.entry("riscv64", "riscv64"),
            Map.entry("mips64le", "mips64"),
            Map.entry("loong64", "loongarch64"));

    private static final Map<String, String> DEBIAN = Map.of(
            "386", "i386",
            "ppc64le", "ppc64el",
            "mips64le", "mips64el");

    private static final Map<String, String> ALPINE = Map.of("386", "x86");

    private PlatformNames() {}

    /** Those about the target; what is about the builder is not known beforehand. */
    static Map<String, String> targetArgs(Platform platform) {
        return PlatformArguments.of("TARGET", platform);
    }

    /**
     * What {@code uname -m} says. Empty for 32-bit platforms: a 64-bit kernel that runs them says its own machine, QEMU says
     * theirs.
     */
    static Optional<String> machine(Platform platform) {
        return Optional.ofNullable(MACHINES.get(platform.architecture()));
    }

    /** What {@code dpkg --print-architecture} says. Debian has no arm/v6: it is given arm/v5 there. */
    static String debian(Platform platform) {
        if (platform.architecture().equals("arm")) {
            return platform.variant().equals("v7") ? "armhf" : "armel";
        }
        return DEBIAN.getOrDefault(platform.architecture(), platform.architecture());
    }

    /** What {@code apk --print-arch} says. */
    static String alpine(Platform platform) {
        if (platform.architecture().equals("arm")) {
            return platform.variant().equals("v7") ? "armv7" : "armhf";
        }
        return ALPINE.getOrDefault(platform.architecture(), machine(platform).orElse(platform.architecture()));
    }
}
