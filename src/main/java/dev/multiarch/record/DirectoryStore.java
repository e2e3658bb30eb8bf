package dev.multiarch.record;

import dev.multiarch.process.FileOutput;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Records in a folder, each in a file under its key. Symbolic links are not followed below that folder: a linked plan is
 * not listed, and a linked platform or record is refused. Other files do no harm, however many there are.
 */
public final class DirectoryStore implements RecordStore {
    private static final int LARGEST_RECORD = 4 << 20;
    private static final int MOST_RECORDS = 10_000;
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_.-]{0,127}";
    private static final Pattern PLAN = Pattern.compile(NAME);
    private static final Pattern SLUG = PLAN;
    private static final Pattern RECORD = Pattern.compile("[1-9][0-9]{0,8}\\.json");
    private static final Pattern KEY = Pattern.compile(NAME + "/" + NAME + "/[1-9][0-9]{0,8}\\.json");

    private final Path root;

    /** @param root made with the first record */
    public DirectoryStore(Path root) {
        this.root = root;
    }

    @Override
    public void put(String key, byte[] bytes) throws IOException {
        Path file = file(key);
        Files.createDirectories(root);
        for (Path folder : List.of(file.getParent().getParent(), file.getParent())) {
            makeFolder(folder);
        }
        FileOutput.create(file, bytes);
    }

    private static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            try {
                Files.createDirectory(folder);
            } catch (FileAlreadyExistsException race) {
                requireFolder(folder);
            }
        }
    }

    @Override
    public List<String> plans() throws IOException {
        return names(root, PLAN).stream()
                .filter(name -> Files.isDirectory(root.resolve(name), LinkOption.NOFOLLOW_LINKS))
                .toList();
    }

    @Override
    public List<String> keys(String planId) throws IOException {
        if (!PLAN.matcher(planId).matches()) {
            throw new FormatException("plan id \"" + planId + "\" is malformed");
        }
        Path plan = root.resolve(planId);
        requireNoLink(plan);
        List<String> keys = new ArrayList<>();
        for (String slug : names(plan, SLUG)) {
            requireNoLink(plan.resolve(slug));
            names(plan.resolve(slug), RECORD).forEach(name -> keys.add(planId + "/" + slug + "/" + name));
        }
        return keys;
    }

    @Override
    public byte[] get(String key) throws IOException {
        Path file = file(key);
        for (Path folder : List.of(file.getParent().getParent(), file.getParent())) {
            requireFolder(folder);
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            requireNoLink(file);
            throw new FileSystemException(
                    file.toString(), null, Files.exists(file) ? "is not a regular file" : "there is no such record");
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(LARGEST_RECORD + 1);
            if (bytes.length > LARGEST_RECORD) {
                throw new FormatException("record " + key + " is larger than 4 MiB: it is no record");
            }
            return bytes;
        }
    }

    private Path file(String key) {
        if (!KEY.matcher(key).matches()) {
            throw new FormatException("record key \"" + key + "\" is malformed: expected PLAN/SLUG/ATTEMPT.json");
        }
        return root.resolve(key);
    }

    /** Names of that form in a folder, sorted; no names if there is no such folder. */
    private static List<String> names(Path folder, Pattern form) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> form.matcher(name).matches())
                    .limit(MOST_RECORDS + 1L)
                    .sorted()
                    .toList();
            if (names.size() > MOST_RECORDS) {
                throw new FileSystemException(folder.toString(), null, "holds more than " + MOST_RECORDS + " records");
            }
            return names;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void requireFolder(Path folder) throws IOException {
        requireNoLink(folder);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(
                    folder.toString(), null, Files.exists(folder) ? "is not a folder" : "there is no such folder");
        }
    }

    private static void requireNoLink(Path path) {
        if (Files.isSymbolicLink(path)) {
            throw new FormatException(
                    path + " is a symbolic link, and links are not followed below a folder of records."
                            + " Fix: put what it leads to in its place");
        }
    }
}
