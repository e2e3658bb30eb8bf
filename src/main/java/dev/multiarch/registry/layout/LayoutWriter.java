package dev.multiarch.registry.layout;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.json.Json;
import dev.multiarch.registry.BlobStream;
import dev.multiarch.registry.request.RegistryException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Writes an OCI layout (OCI Image Format 1.1, "Image Layout") of blobs that other layouts hold. It is written next to its
 * place and moved there when it is whole; until then nothing is at that place but what was there before.
 */
public final class LayoutWriter implements Closeable {
    private static final byte[] MARK = Json.write(Map.of("imageLayoutVersion", "1.0.0"));

    private final Path target;
    private final Path aside;

    /**
     * @param target where the layout is to be: an earlier layout there is replaced
     * @throws IOException if something else is there, or nothing can be written
     */
    public LayoutWriter(Path target) throws IOException {
        this.target = target.toAbsolutePath().normalize();
        requireLayoutOrNothing(this.target);
        Path folder = this.target.getParent();
        Files.createDirectories(folder);
        this.aside = folder.resolve(".multiarch-layout-" + UUID.randomUUID());
        Files.createDirectory(aside);
    }

    /**
     * For a call that builds first.
     *
     * @throws IOException if something is there that is not a layout, so that it is not replaced
     */
    public static void requireLayoutOrNothing(Path target) throws IOException {
        if (target.toAbsolutePath().normalize().getParent() == null) {
            throw new FileSystemException(target.toString(), null, "is not a place for a layout");
        }
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)
                && !Files.isRegularFile(target.resolve("oci-layout"), LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(
                    target.toString(),
                    null,
                    "is there and is not an OCI layout, and only a layout is replaced. Fix: remove it, or name another"
                            + " folder");
        }
    }

    /**
     * Takes a blob over, checked against its digest and size: as a link to the same file where both places allow that, else
     * as a copy.
     *
     * @throws BlobStream.Broken if the bytes are not the blob's
     * @throws RegistryException if the layout has no such blob
     */
    public void take(Layout from, Descriptor blob) throws IOException, RegistryException {
        Path to = place(blob.digest());
        if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
            return; // several images share it, and it was checked the first time
        }
        Optional<Path> file = from.file(blob.digest());
        boolean linked = file.isPresent() && link(file.get(), to);
        try (InputStream in = from.layer(blob);
                OutputStream out = linked ? OutputStream.nullOutputStream() : Files.newOutputStream(to)) {
            in.transferTo(out);
        }
    }

    private static boolean link(Path file, Path to) throws IOException {
        try {
            Files.createLink(to, file);
            return true;
        } catch (FileAlreadyExistsException there) {
            throw there;
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            return false; // another file system, or one without links
        }
    }

    /** @param bytes that have this digest */
    public void put(Digest digest, byte[] bytes) throws IOException {
        Path file = place(digest);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) { // a link to another layout's file is never written to
            Files.write(file, bytes);
        }
    }

    private Path place(Digest digest) throws IOException {
        Path file = aside.resolve(Layout.path(digest));
        Files.createDirectories(file.getParent());
        return file;
    }

    /** Writes what names the one image of the layout, and moves the layout to its place. */
    public void finish(String mediaType, Digest digest, long size, Map<String, String> annotations) throws IOException {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("mediaType", mediaType);
        entry.put("digest", digest.toString());
        entry.put("size", size);
        if (!annotations.isEmpty()) {
            entry.put("annotations", new TreeMap<>(annotations));
        }
        Map<String, Object> index = new LinkedHashMap<>();
        index.put("schemaVersion", 2);
        index.put("mediaType", MediaTypes.OCI_INDEX);
        index.put("manifests", List.of(entry));
        Files.write(aside.resolve("index.json"), Json.write(index));
        Files.write(aside.resolve("oci-layout"), MARK);
        requireLayoutOrNothing(target);
        Path before = target.resolveSibling(".multiarch-layout-" + UUID.randomUUID());
        try {
            Files.move(target, before, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException none) {
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
        delete(before);
    }

    /** Removes a folder with all that is in it; links are removed and not followed. */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Leaves nothing where it was not finished. */
    @Override
    public void close() throws IOException {
        delete(aside);
    }
}
