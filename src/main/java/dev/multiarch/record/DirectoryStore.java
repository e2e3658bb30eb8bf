package dev.multiarch.record;

import dev.multiarch.process.FileOutput;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Objects in a folder, each in a file under its name. Symbolic links are not followed below that folder: one directly in it
 * is not listed, and any other is refused. Other files do no harm, however many there are.
 */
public final class DirectoryStore implements ObjectStore {
    private static final int MOST = 1_000_000;

    /** Next to the record of a leg, where it was not pushed: an OCI layout, which is not a folder of objects. */
    private static final String LAYOUT = ".oci";

    private final Path root;
    private final String place;

    /**
     * @param root made with the first object
     * @param place as the user named it
     */
    public DirectoryStore(Path root, String place) {
        this.root = root;
        this.place = place;
    }

    public DirectoryStore(Path root) {
        this(root, root.toString());
    }

    @Override
    public String place() {
        return place;
    }

    @Override
    public boolean isLocal() {
        return true;
    }

    /** A folder is made and looked at: nobody needs a leg whose record can't be written. */
    @Override
    public void prepare(String name) throws IOException {
        makeFolders(name);
        Path folder = root.resolve(ObjectName.checked(name)).getParent();
        if (!Files.isWritable(folder)) {
            throw denied(folder.toString());
        }
    }

    private void makeFolders(String name) throws IOException {
        try {
            Files.createDirectories(root);
            for (Path folder : outer(name)) {
                makeFolder(folder);
            }
        } catch (AccessDeniedException e) {
            throw denied(e.getFile());
        }
    }

    /** Java's own has no reason. */
    private static FileSystemException denied(String folder) {
        String why = "permission denied. Fix: let this user write there, or name another store with --records";
        return new FileSystemException(folder, null, why);
    }

    @Override
    public boolean put(String name, byte[] bytes) throws IOException {
        Path file = root.resolve(ObjectName.checked(name));
        makeFolders(name);
        try {
            FileOutput.create(file, bytes);
            return true;
        } catch (FileAlreadyExistsException there) {
            if (Arrays.equals(get(name).orElse(null), bytes)) {
                return false;
            }
            throw there;
        }
    }

    /** From the outermost, without the root. */
    private List<Path> outer(String name) {
        List<Path> folders = new ArrayList<>();
        for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
            folders.add(root.resolve(name.substring(0, slash)));
        }
        return folders;
    }

    private static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            try {
                Files.createDirectory(folder);
            } catch (FileAlreadyExistsException race) {
                requireNoLink(folder);
                if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                    throw new FileSystemException(folder.toString(), null, "is not a folder");
                }
            }
        }
    }

    @Override
    public Optional<byte[]> get(String name) throws IOException {
        Path file = root.resolve(ObjectName.checked(name));
        outer(name).forEach(DirectoryStore::requireNoLink);
        requireNoLink(file);
        if (!Files.exists(file) || Files.isDirectory(file)) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(file.toString(), null, "is not a regular file");
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new FormatException("record " + name + " is larger than 4 MiB: it is not a record");
            }
            return Optional.of(bytes);
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    @Override
    public List<String> list(String folder, int most) throws IOException {
        String checked = ObjectName.checkedFolder(folder);
        outer(checked).forEach(DirectoryStore::requireNoLink);
        List<String> names = new ArrayList<>();
        add(names, checked, Math.min(most, MOST + 1));
        if (names.size() > MOST) {
            throw new FileSystemException(root.resolve(checked).toString(), null, "holds more than " + MOST + " files");
        }
        return names;
    }

    @Override
    public List<String> folders(String folder) throws IOException {
        String checked = ObjectName.checkedFolder(folder);
        outer(checked).forEach(DirectoryStore::requireNoLink);
        return children(checked).stream()
                .filter(child -> child.endsWith("/"))
                .map(child -> child.substring(0, child.length() - 1))
                .toList();
    }

    /** In the order of whole names, in which a slash has its place too. */
    private void add(List<String> names, String folder, int most) throws IOException {
        for (String child : children(folder)) {
            if (names.size() >= most) {
                return;
            }
            String name = folder + child;
            if (!child.endsWith("/")) {
                names.add(name);
            } else if (name.chars().filter(c -> c == '/').count() <= 3) {
                add(names, name, most);
            }
        }
    }

    /** Files, and folders with a slash behind them. */
    private List<String> children(String folder) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(folder))) {
            return files.filter(file -> ObjectName.isPart(file.getFileName().toString()))
                    .flatMap(file -> child(file, folder).stream())
                    .sorted(Comparator.naturalOrder())
                    .toList();
        } catch (NoSuchFileException | NotDirectoryException none) {
            return List.of();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Optional<String> child(Path file, String folder) {
        String name = file.getFileName().toString();
        if (Files.isSymbolicLink(file)) {
            if (!folder.isEmpty()) {
                requireNoLink(file);
            }
            return Optional.empty();
        }
        if (!Files.isDirectory(file)) {
            return Optional.of(name);
        }
        return name.endsWith(LAYOUT) ? Optional.empty() : Optional.of(name + "/");
    }

    @Override
    public boolean delete(String name) throws IOException {
        Path file = root.resolve(ObjectName.checked(name));
        outer(name).forEach(DirectoryStore::requireNoLink);
        return Files.deleteIfExists(file);
    }

    private static void requireNoLink(Path path) {
        if (Files.isSymbolicLink(path)) {
            throw new FormatException(
                    path + " is a symbolic link, and links are not followed below a folder of records."
                            + " Fix: put what it leads to in its place");
        }
    }
}
