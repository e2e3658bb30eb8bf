package dev.multiarch.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A host's files as a distribution has them, to be laid out below a folder. In {@code roots/NAME.txt} each part begins with
 * {@code == KIND WORDS | SOURCE}; its lines follow:
 *
 * <pre>
 * == file PATH | where its text was seen in public
 * == link PATH TARGET | …
 * == folder PATH | …
 * == elf PATH ARCHITECTURE | …
 * == register [CSV] | whose lines these are; the kernel's files follow from them
 * == expect
 * </pre>
 */
public record HostRoot(String name, List<Part> parts) {
    public static final Path FOLDER = Path.of("src/test/resources/dev/multiarch/host/roots");
    private static final String ENTRIES = "proc/sys/fs/binfmt_misc/";

    public record Part(String kind, List<String> words, String source, List<String> lines) {}

    @Override
    public String toString() {
        return name;
    }

    public static List<HostRoot> all() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().map(HostRoot::read).toList();
        }
    }

    private static HostRoot read(Path file) {
        try {
            List<Part> parts = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith("== ")) {
                    String[] halves = line.substring(3).split(" \\| ", 2);
                    List<String> words = List.of(halves[0].split(" "));
                    parts.add(new Part(
                            words.get(0),
                            words.subList(1, words.size()),
                            halves.length > 1 ? halves[1] : "",
                            new ArrayList<>()));
                } else {
                    parts.get(parts.size() - 1).lines.add(line);
                }
            }
            return new HostRoot(file.getFileName().toString().replaceFirst("\\.txt$", ""), parts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What doctor has to make of it. */
    public String expected() {
        return parts.stream()
                .filter(part -> part.kind.equals("expect"))
                .flatMap(part -> part.lines.stream())
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    public void lay(Path root) throws IOException {
        for (Part part : parts) {
            Path at = part.words.isEmpty() ? root : root.resolve(part.words.get(0));
            switch (part.kind) {
                case "file" -> write(at, String.join("\n", part.lines) + "\n");
                case "folder" -> Files.createDirectories(at);
                case "elf" -> {
                    Files.createDirectories(at.getParent());
                    Files.write(at, Elf.header(part.words.get(1)).orElseThrow());
                }
                case "link" -> {
                    Files.createDirectories(at.getParent());
                    Files.createSymbolicLink(at, Path.of(part.words.get(1)));
                }
                case "register" -> register(root, part);
                case "expect" -> {}
                default -> throw new IllegalArgumentException(part.kind);
            }
        }
    }

    private static void register(Path root, Part part) throws IOException {
        write(root.resolve(ENTRIES + "status"), "enabled\n");
        write(root.resolve(ENTRIES + "register"), "");
        List<String> lines = new ArrayList<>(part.lines);
        lines.removeIf(String::isBlank);
        for (String csv : part.words) {
            Files.readAllLines(FOLDER.resolveSibling(csv)).forEach(row -> lines.add(row.split("\\|", 2)[1]));
        }
        for (String line : lines) {
            BinfmtEntry entry = Registration.parse(line).entry();
            write(root.resolve(ENTRIES + entry.name()), shown(entry));
        }
    }

    /** As fs/binfmt_misc.c prints it: flags in its own order, O with C, no mask where none was given. */
    private static String shown(BinfmtEntry entry) {
        BinfmtEntry.Match match = entry.match().orElseThrow();
        String given = entry.flags() + (entry.flags().contains("C") ? "O" : "");
        String flags = Stream.of("P", "O", "C", "F").filter(given::contains).collect(Collectors.joining());
        String mask = match.mask().isEmpty() ? "" : "mask " + match.mask() + "\n";
        return "enabled\ninterpreter " + entry.interpreter() + "\nflags: " + flags + "\noffset " + match.offset()
                + "\nmagic " + match.magic() + "\n" + mask;
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
