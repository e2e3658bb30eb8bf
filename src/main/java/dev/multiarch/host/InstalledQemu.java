package dev.multiarch.host;

import dev.multiarch.image.Platform;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The user-mode emulators of a host that can be registered: their programs are there. */
public final class InstalledQemu {
    /** Where an emulator is that no line of binfmt.d names: an archive unpacked by hand, a distribution with binfmt-support. */
    private static final List<String> FOLDERS = List.of("/usr/bin/", "/usr/local/bin/");

    private InstalledQemu() {}

    /** The host's own lines before what only matches its file's name; nothing that the host's settings mask. */
    public static List<Registration> all(LocalHost host) {
        BinfmtSettings settings = BinfmtSettings.of(host);
        Map<String, Registration> byName = new LinkedHashMap<>();
        for (Registration line : settings.lines()) {
            if (isThere(host, line.entry().interpreter())) {
                byName.putIfAbsent(line.entry().name(), line);
            }
        }
        for (String architecture : Elf.ARCHITECTURES) {
            if (mask(settings, architecture).isEmpty()) {
                byName(host, architecture)
                        .ifPresent(line -> byName.putIfAbsent(line.entry().name(), line));
            }
        }
        return List.copyOf(byName.values());
    }

    public static Optional<Registration> serving(LocalHost host, Platform platform) {
        return all(host).stream().filter(line -> line.entry().handles(platform)).findFirst();
    }

    /**
     * Why nothing is to be registered for this platform, and what to do: the host's settings switch it off, and no other
     * line serves it.
     */
    public static Optional<String> masked(LocalHost host, Platform platform) {
        return serving(host, platform).isPresent()
                ? Optional.empty()
                : mask(BinfmtSettings.of(host), platform.architecture())
                        .map(mask -> mask.path()
                                + (mask.empty() ? " is empty" : " is a link to /dev/null")
                                + ", so this host's settings want no emulator for " + platform
                                + " (binfmt.d(5)). Fix: remove "
                                + mask.path() + ", or build " + platform + " on a native runner");
    }

    private static Optional<BinfmtSettings.Mask> mask(BinfmtSettings settings, String architecture) {
        Platform platform = Platform.of("linux", architecture, "");
        String name = "qemu-" + qemuName(architecture);
        return settings.masks().stream()
                .filter(mask -> mask.covers(platform, name))
                .findFirst();
    }

    private static Optional<Registration> byName(LocalHost host, String architecture) {
        String name = "qemu-" + qemuName(architecture);
        for (String folder : FOLDERS) {
            String file = folder + name + "-static";
            if (isThere(host, file)) {
                return Optional.of(Registration.of(
                        new BinfmtEntry(name, true, file, "OCF", Elf.match(architecture), Optional.empty())));
            }
        }
        return Optional.empty();
    }

    private static boolean isThere(LocalHost host, String interpreter) {
        return host.file(interpreter).filter(Files::isExecutable).isPresent();
    }

    private static String qemuName(String architecture) {
        return switch (architecture) {
            case "386" -> "i386";
            case "amd64" -> "x86_64";
            case "arm64" -> "aarch64";
            case "loong64" -> "loongarch64";
            case "mipsle" -> "mipsel";
            case "mips64le" -> "mips64el";
            default -> architecture;
        };
    }
}
