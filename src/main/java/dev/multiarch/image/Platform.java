package dev.multiarch.image;

import dev.multiarch.text.FormatException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What an image runs on: {@code os/architecture[/variant]}, with Windows' version as {@code os(version)/…}.
 *
 * <p>Normalised by containerd's rules when built, so {@code equals} is all that a comparison needs: {@code aarch64} and
 * {@code arm64/v8} are {@code arm64}, {@code armhf} is {@code arm/v7}, {@code x86_64} is {@code amd64}. Unlike in
 * containerd an {@code arm} without variant is {@code arm/v7} in every spelling.
 */
public record Platform(String os, String architecture, String variant, String osVersion)
        implements Comparable<Platform> {
    private static final Pattern COMPONENT = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    /** Homebrew writes {@code macOS 14} and {@code Ubuntu 22.04.3}. */
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9_.+~ -]{1,64}");

    private static final Pattern OS = Pattern.compile("([A-Za-z0-9_.-]{1,64})(?:\\(([A-Za-z0-9_.+~ -]{0,64})\\))?");

    public Platform {
        os = os(os);
        String spelt = architecture.toLowerCase(Locale.ROOT);
        architecture = architecture(spelt);
        variant = variant(spelt, architecture, variant.toLowerCase(Locale.ROOT));
        for (String part : List.of(os, architecture)) {
            require(COMPONENT.matcher(part).matches(), part);
        }
        require(variant.isEmpty() || COMPONENT.matcher(variant).matches(), variant);
        require(osVersion.isEmpty() || isVersion(osVersion), osVersion);
    }

    public static Platform of(String os, String architecture, String variant) {
        return new Platform(os, architecture, variant, "");
    }

    /** Reads {@code linux/arm/v7}, {@code windows(10.0.17763)/amd64} or an architecture alone, which means Linux. */
    public static Platform parse(String text) {
        String[] parts = text.strip().split("/", -1);
        if (parts.length == 1 && COMPONENT.matcher(parts[0]).matches() && !isOs(parts[0])) {
            return of("linux", parts[0], "");
        }
        if (parts.length < 2 || parts.length > 3) {
            throw malformed(text);
        }
        var os = OS.matcher(parts[0]);
        boolean variantGiven = parts.length == 3;
        if (!os.matches()
                || !COMPONENT.matcher(parts[1]).matches()
                || variantGiven && !COMPONENT.matcher(parts[2]).matches()) {
            throw malformed(text);
        }
        String version = os.group(2) == null ? "" : os.group(2);
        return new Platform(os.group(1), parts[1], variantGiven ? parts[2] : "", version);
    }

    /** Whether this is {@code unknown/unknown}, the platform that attestations carry. */
    public boolean isUnknown() {
        return os.equals("unknown") && architecture.equals("unknown");
    }

    static boolean isVersion(String text) {
        return VERSION.matcher(text).matches();
    }

    /** Whether this is what was asked for: who asks for no version of an operating system takes any. */
    public boolean covers(Platform actual) {
        return equals(actual) || osVersion.isEmpty() && equals(actual.withoutVersion());
    }

    public Platform withoutVersion() {
        return of(os, architecture, variant);
    }

    /** A name for files and artifacts, which may hold no slash: {@code linux-arm-v7}. */
    public String slug() {
        return toString().replace('/', '-').replaceAll("[^A-Za-z0-9_.-]", "_");
    }

    private static String os(String os) {
        String lower = os.toLowerCase(Locale.ROOT);
        return lower.equals("macos") ? "darwin" : lower;
    }

    private static String architecture(String spelt) {
        return switch (spelt) {
            case "i386" -> "386";
            case "x86_64", "x86-64" -> "amd64";
            case "aarch64" -> "arm64";
            case "armhf", "armel" -> "arm";
            default -> spelt;
        };
    }

    private static String variant(String spelt, String architecture, String variant) {
        if (spelt.equals("armhf") || spelt.equals("armel")) {
            return spelt.equals("armhf") ? "v7" : "v6";
        }
        return switch (architecture) {
            case "386" -> spelt.equals("i386") ? "" : variant;
            case "amd64" -> variant.equals("v1") ? "" : variant;
            case "arm64" ->
                switch (variant) {
                    case "8", "v8", "v8.0" -> "";
                    case "9", "9.0", "v9.0" -> "v9";
                    default -> variant;
                };
            case "arm" ->
                switch (variant) {
                    case "", "7" -> "v7";
                    case "5", "6", "8" -> "v" + variant;
                    default -> variant;
                };
            default -> variant;
        };
    }

    private static boolean isOs(String word) {
        return List.of("linux", "windows", "darwin", "macos", "freebsd", "wasi", "js", "android")
                .contains(word.toLowerCase(Locale.ROOT));
    }

    private static void require(boolean good, String part) {
        if (!good) {
            throw malformed(part);
        }
    }

    private static FormatException malformed(String text) {
        return new FormatException(
                "platform \"" + text + "\" is malformed: expected os/architecture[/variant], such as linux/arm/v7");
    }

    /** By hand, as {@link #hashCode}, for the reason that {@link Digest#equals} gives. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Platform platform
                && os.equals(platform.os)
                && architecture.equals(platform.architecture)
                && variant.equals(platform.variant)
                && osVersion.equals(platform.osVersion);
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    @Override
    public int compareTo(Platform other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        String version = osVersion.isEmpty() ? "" : "(" + osVersion + ")";
        return os + version + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
    }
}
