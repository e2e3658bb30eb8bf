package dev.multiarch.record;

import dev.multiarch.image.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Records in a folder, each in a file under its key. Symbolic links are not followed below that folder. */
public final class DirectoryStore implements RecordStore {
    private static final int LARGEST_RECORD = 4 << 20;
    private static final int MOST_ENTRIES = 10_000;
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_.-]{0,127}";
    private static final Pattern PLAN = Pattern.compile(NAME);
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
        Path aside = Files.createTempFile(file.getParent(), ".", ".tmp");
        try {
            Files.write(aside, bytes);
            place(aside, file);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    /** A link is made or refused in one step, so of two writers one finds out; where there are no links, a move comes near. */
    private static void place(Path aside, Path file) throws IOException {
        try {
            Files.createLink(file, aside);
        } catch (FileAlreadyExistsException there) {
            throw there;
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            Files.move(aside, file);
        }
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
        return names(root).stream().filter(name -> PLAN.matcher(name).matches()).toList();
    }

    @Override
    public List<String> keys(String planId) throws IOException {
        if (!PLAN.matcher(planId).matches()) {
            throw new FormatException("plan id \"" + planId + "\" is malformed");
        }
        List<String> keys = new ArrayList<>();
        for (String slug : names(root.resolve(planId))) {
            for (String name : names(root.resolve(planId).resolve(slug))) {
                String key = planId + "/" + slug + "/" + name;
                if (KEY.matcher(key).matches()) {
                    keys.add(key);
                }
            }
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
            throw new FileSystemException(file.toString(), null, "is no regular file");
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

    /** Names in a folder, sorted; none where there is no such folder. */
    private static List<String> names(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.limit(MOST_ENTRIES + 1L)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
            if (names.size() > MOST_ENTRIES) {
                throw new FileSystemException(folder.toString(), null, "holds more than " + MOST_ENTRIES + " entries");
            }
            return names;
        }
    }

    private static void requireFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new NotDirectoryException(folder.toString());
        }
    }
}
