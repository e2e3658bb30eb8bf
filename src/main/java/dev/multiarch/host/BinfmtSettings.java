package dev.multiarch.host;

import dev.multiarch.image.Platform;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What systemd registers with binfmt_misc when a host starts (binfmt.d(5)). A file hides those of its name in folders that
 * come later; the files that remain are read in the order of their names; a later line replaces an earlier one of the same
 * entry. Lines that are malformed are left out, as systemd leaves them out.
 *
 * @param lines those for programs of a known platform, in the order in which the kernel asks them: the last one first
 * @param masks files with which an administrator switches others off
 */
record BinfmtSettings(List<Registration> lines, List<Mask> masks) {
    private static final List<String> FOLDERS =
            List.of("etc/binfmt.d", "run/binfmt.d", "usr/local/lib/binfmt.d", "usr/lib/binfmt.d");
    private static final String SUFFIX = ".conf";
    private static final int LARGEST = 64 << 10;
    private static final int MOST_FILES = 1_000;

    /**
     * A file that registers nothing and hides all others of its name: a link to /dev/null, or an empty file.
     *
     * @param path {@code /etc/binfmt.d/qemu-aarch64.conf}
     * @param hidden lines of the files that it hides
     */
    record Mask(String path, boolean empty, List<Registration> hidden) {
        /** Whether it was meant for this platform: by what it hides, or by the name that distributions use. */
        boolean covers(Platform platform, String qemuName) {
            String name = path.substring(path.lastIndexOf('/') + 1, path.length() - SUFFIX.length());
            return name.equals(qemuName)
                    || name.equals(qemuName + "-static")
                    || hidden.stream().anyMatch(line -> line.entry().handles(platform));
        }
    }

    static BinfmtSettings of(LocalHost host) {
        Map<String, List<String>> byName = new TreeMap<>();
        for (String folder : FOLDERS) {
            for (String name : names(host, folder)) {
                String path = folder + "/" + name;
                if (host.file(path).isPresent() || host.isDevice(path)) { // a link to nothing hides nothing
                    byName.computeIfAbsent(name, any -> new ArrayList<>()).add(path);
                }
            }
        }
        Map<String, Registration> lines = new LinkedHashMap<>();
        List<Mask> masks = new ArrayList<>();
        for (List<String> paths : byName.values()) {
            String first = paths.get(0);
            boolean empty = isEmpty(host, first);
            if (empty || host.isDevice(first)) {
                List<Registration> hidden = paths.subList(1, paths.size()).stream()
                        .flatMap(path -> read(host, path).stream())
                        .toList();
                masks.add(new Mask("/" + first, empty, hidden));
                continue;
            }
            for (Registration line : read(host, first)) {
                lines.remove(line.entry().name());
                lines.put(line.entry().name(), line);
            }
        }
        List<Registration> newestFirst = new ArrayList<>(lines.values());
        Collections.reverse(newestFirst);
        return new BinfmtSettings(List.copyOf(newestFirst), List.copyOf(masks));
    }

    private static List<String> names(LocalHost host, String folder) {
        Optional<Path> there = host.folder(folder);
        if (there.isEmpty()) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(there.get())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX) && !name.startsWith("."))
                    .limit(MOST_FILES)
                    .toList();
        } catch (IOException e) {
            return List.of(); // it can't be read: what is configured there can't be known
        }
    }

    private static boolean isEmpty(LocalHost host, String path) {
        Optional<Path> file = host.file(path);
        try {
            return file.isPresent() && Files.size(file.get()) == 0;
        } catch (IOException gone) {
            return false;
        }
    }

    private static List<Registration> read(LocalHost host, String path) {
        Optional<Path> file = host.file(path);
        List<Registration> all = new ArrayList<>();
        try {
            String text = file.isEmpty() ? "" : new String(LocalHost.read(file.get(), LARGEST), StandardCharsets.UTF_8);
            text.lines()
                    .map(String::strip)
                    .filter(line -> line.matches("[^#;].*"))
                    .forEach(line -> add(line, all));
        } catch (IOException unreadable) {
            return List.of(); // systemd can read it, but this process can't
        }
        return all;
    }

    private static void add(String line, List<Registration> all) {
        try {
            Registration registration = Registration.parse(line);
            if (EntrySurvey.KNOWN.stream().anyMatch(registration.entry()::handles)) {
                all.add(registration);
            }
        } catch (FormatException odd) {
            // What systemd would skip with a warning is of no use here either.
        }
    }
}
