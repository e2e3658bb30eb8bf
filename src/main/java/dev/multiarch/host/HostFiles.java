package dev.multiarch.host;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.ElfHeader;
import dev.multiarch.image.Platform;
import dev.multiarch.process.FileInput;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a host's files say about it; another root's as well as this one's. */
final class HostFiles {
    private static final int LARGEST = 64 << 10;
    private static final Pattern WHOLE_RANGE = Pattern.compile("\\s*0\\s+0\\s+4294967295\\s*");
    private static final Pattern AVAILABLE = Pattern.compile("(?m)^MemAvailable:\\s+(\\d{1,15}) kB$");
    private static final Pattern NAME = Pattern.compile("(?m)^(PRETTY_NAME|NAME|VERSION_ID)=[\"']?([^\"'\\n]{1,200})");
    private static final List<String> CONTAINERS = List.of("docker", "kubepods", "lxc", "podman", "containerd");

    private final LocalHost host;

    HostFiles(LocalHost host) {
        this.host = host;
    }

    void read(Map<HostFact, Fact<String>> facts, Binfmt binfmt) {
        facts.put(HostFact.KERNEL, host.kernel());
        facts.put(HostFact.DISTRIBUTION, distribution());
        Fact<String> architecture = architecture();
        facts.put(HostFact.ARCHITECTURE, architecture);
        facts.put(
                HostFact.NATIVE,
                architecture.map(own -> own.equals("amd64") ? "linux/amd64, linux/386" : "linux/" + own));
        facts.put(HostFact.CONTAINER, container());
        facts.put(HostFact.USER_NAMESPACE, userNamespace());
        facts.put(HostFact.FREE_MEMORY, memory());
        facts.put(HostFact.FREE_DISK, disk());
        binfmt(facts, binfmt);
    }

    private void binfmt(Map<HostFact, Fact<String>> facts, Binfmt binfmt) {
        if (host.folder("proc/sys").isEmpty()) {
            Fact<String> none = Fact.unknown("this host has no /proc/sys");
            List.of(HostFact.BINFMT_SUPPORTED, HostFact.BINFMT_MOUNTED, HostFact.BINFMT_ENABLED, HostFact.BINFMT_OWNER)
                    .forEach(fact -> facts.put(fact, none));
            return;
        }
        boolean listed = text("proc/filesystems")
                .map(text -> text.contains("binfmt_misc"))
                .orElse(false);
        boolean folder = host.folder("proc/sys/fs/binfmt_misc").isPresent();
        facts.put(HostFact.BINFMT_SUPPORTED, seen(listed || folder));
        facts.put(HostFact.BINFMT_MOUNTED, seen(binfmt.mounted()));
        facts.put(HostFact.BINFMT_ENABLED, seen(binfmt.enabled()));
        facts.put(HostFact.BINFMT_OWNER, owner(facts.get(HostFact.USER_NAMESPACE), binfmt));
    }

    private static Fact<String> seen(boolean value) {
        return Fact.known(String.valueOf(value), FactSource.ENTRY);
    }

    /** In a user namespace the host's files belong to nobody who is known there; its own belong to its root. */
    private Fact<String> owner(Fact<String> namespace, Binfmt binfmt) {
        if (!binfmt.mounted()) {
            return Fact.unknown("binfmt_misc is not mounted");
        }
        if (!namespace.value().equals(Optional.of("true"))) {
            return namespace.map(no -> "host");
        }
        if (text("proc/self/uid_map")
                .filter(map -> WHOLE_RANGE.matcher(map).matches())
                .isPresent()) {
            return Fact.unknown("all ids are the host's, so it is unknown whose binfmt_misc this is");
        }
        try {
            Path status = host.file("proc/sys/fs/binfmt_misc/status").orElseThrow(IOException::new);
            Object uid = Files.getAttribute(status, "unix:uid", LinkOption.NOFOLLOW_LINKS);
            return Fact.known(uid.equals(0) ? "own" : "host", FactSource.ENTRY);
        } catch (IOException | UnsupportedOperationException e) {
            return Fact.unknown("it is unknown whose binfmt_misc this is");
        }
    }

    /** os-release(5). */
    private Fact<String> distribution() {
        Optional<String> text = text("etc/os-release").or(() -> text("usr/lib/os-release"));
        if (text.isEmpty()) {
            return Fact.unknown("there is no /etc/os-release that can be read");
        }
        Matcher name = NAME.matcher(text.get());
        String plain = "";
        while (name.find()) {
            String value = Printable.line(name.group(2)).strip();
            if (name.group(1).equals("PRETTY_NAME") && !value.isEmpty()) {
                return Fact.known(value, FactSource.ENTRY);
            }
            plain = name.group(1).equals("PRETTY_NAME") ? plain : (plain + " " + value).strip();
        }
        return plain.isEmpty() ? Fact.unknown("/etc/os-release names nothing") : Fact.known(plain, FactSource.ENTRY);
    }

    /** By the kernel (6.1 and later), or by what its shell is built for; of this host the Java runtime knows. */
    Fact<String> architecture() {
        Optional<String> told = text("proc/sys/kernel/arch").map(String::strip);
        if (told.isPresent()) {
            return named(told.get(), FactSource.ENTRY);
        }
        if (host.isThis()) {
            return named(System.getProperty("os.arch"), FactSource.COMMAND);
        }
        for (String shell : List.of("bin/sh", "usr/bin/env", "sbin/init")) {
            Optional<String> built = host.file(shell).flatMap(HostFiles::architecture);
            if (built.isPresent()) {
                return Fact.known(built.get(), FactSource.ENTRY);
            }
        }
        return Fact.unknown("neither /proc/sys/kernel/arch nor a program says it");
    }

    private static Fact<String> named(String spelt, FactSource learnt) {
        try {
            return Fact.known(
                    Platform.parse("linux/" + spelt.toLowerCase(Locale.ROOT)).architecture(), learnt);
        } catch (FormatException odd) {
            return Fact.unknown("the name of its architecture is unknown");
        }
    }

    /** What a program was built for, as images name it; empty where that is unknown. */
    static Optional<String> architecture(Path program) {
        try (InputStream in = FileInput.open(program)) {
            byte[] first = in.readNBytes(ElfHeader.LENGTH);
            Optional<ElfHeader> header = ElfHeader.read(first, first.length);
            return EntrySurvey.KNOWN.stream()
                    .filter(platform -> header.map(h -> h.runsOn(platform)).orElse(false))
                    .map(Platform::architecture)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Fact<String> container() {
        if (host.file(".dockerenv").isPresent()) {
            return Fact.known("docker", FactSource.ENTRY);
        }
        if (host.file("run/.containerenv").isPresent()) {
            return Fact.known("podman", FactSource.ENTRY);
        }
        Optional<String> named =
                text("run/systemd/container").map(String::strip).filter(n -> n.matches("[a-z-]{1,40}"));
        String groups = text("proc/1/cgroup").orElse("");
        Optional<String> grouped = CONTAINERS.stream().filter(groups::contains).findFirst();
        if (named.isEmpty() && grouped.isEmpty() && host.folder("proc").isEmpty()) {
            return Fact.unknown("this host has no /proc");
        }
        return Fact.known(named.or(() -> grouped).orElse(HostFact.NONE), FactSource.ENTRY);
    }

    /** The first namespace has the same number on every boot (PROC_USER_INIT_INO); a map of all ids may be another's. */
    private Fact<String> userNamespace() {
        try {
            Path spaces = host.folder("proc/self/ns").orElseThrow(IOException::new);
            String link = Files.readSymbolicLink(spaces.resolve("user")).toString();
            return seen(!link.equals("user:[4026531837]"));
        } catch (IOException | UnsupportedOperationException e) {
            return text("proc/self/uid_map")
                    .map(map -> seen(!WHOLE_RANGE.matcher(map).matches()))
                    .orElseGet(() -> Fact.unknown("there is neither /proc/self/ns/user nor /proc/self/uid_map"));
        }
    }

    private Fact<String> memory() {
        Matcher available = AVAILABLE.matcher(text("proc/meminfo").orElse(""));
        return available.find()
                ? Fact.known(String.valueOf(Long.parseLong(available.group(1)) * 1024), FactSource.ENTRY)
                : Fact.unknown("/proc/meminfo does not say");
    }

    Fact<String> disk() {
        if (!host.isThis()) {
            return Fact.unknown("these are another host's files");
        }
        try {
            long bytes =
                    Files.getFileStore(Path.of(System.getProperty("user.dir"))).getUsableSpace();
            return Fact.known(String.valueOf(bytes), FactSource.COMMAND);
        } catch (IOException e) {
            return Fact.unknown("it can't be read: " + e.getMessage());
        }
    }

    private Optional<String> text(String name) {
        Optional<Path> file = host.file(name);
        try {
            return file.isPresent()
                    ? Optional.of(new String(LocalHost.read(file.get(), LARGEST), StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
