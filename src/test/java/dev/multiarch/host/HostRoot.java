package dev.multiarch.host;

import dev.multiarch.image.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A host as a text in {@code hosts/}: its public sources in comments; {@code == PATH} and the file's lines, {@code == PATH ->
 * TARGET} for a link, {@code == PATH elf ARCHITECTURE} for a program; and {@code == expect EXIT OPTIONS} with what doctor says.
 */
public record HostRoot(String name, List<String> sources, Map<String, String> files, String expect, List<String> said) {
    private static final Path HOSTS = Path.of("src/test/resources/hosts");
    private static final String EXPECT = "expect ";

    public static Stream<HostRoot> all() throws IOException {
        try (Stream<Path> files = Files.list(HOSTS)) {
            List<HostRoot> all = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                all.add(read(file));
            }
            return all.stream();
        }
    }

    private static HostRoot read(Path file) throws IOException {
        List<String> sources = new ArrayList<>();
        Map<String, String> files = new LinkedHashMap<>();
        String at = "";
        for (String line : Files.readAllLines(file)) {
            if (at.isEmpty() && line.startsWith("# ")) {
                sources.add(line.substring(2));
            } else if (line.startsWith("== ")) {
                at = line.substring(3);
                files.put(at, "");
            } else {
                files.merge(at, line + "\n", String::concat);
            }
        }
        String expected = at;
        List<String> said = files.remove(expected).lines().toList();
        return new HostRoot(file.getFileName().toString(), sources, files, expected.substring(EXPECT.length()), said);
    }

    public int exit() {
        return Integer.parseInt(expect.substring(0, 1));
    }

    public List<String> options() {
        return List.of(expect.substring(2).split(" "));
    }

    /** Lays the host's files into this folder. */
    public void lay(Path root) throws IOException {
        for (Map.Entry<String, String> each : files.entrySet()) {
            String[] words = each.getKey().split(" ");
            Path file = root.resolve(words[0]);
            Files.createDirectories(file.getParent());
            if (words.length == 1) {
                Files.writeString(file, each.getValue());
            } else if (words[1].equals("->")) {
                Files.createSymbolicLink(file, Path.of(words[2]));
            } else {
                Files.write(
                        file,
                        ProbeProgram.of(Platform.parse("linux/" + words[2])).orElseThrow());
            }
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
