package dev.multiarch.registry.layout;

import dev.multiarch.registry.request.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** A layout in a folder. A link in it could lead anywhere, and a pipe never ends: neither is opened. */
record LayoutFolder(Path root) implements LayoutFiles {
    static LayoutFolder open(Path root) throws IOException {
        if (Files.isDirectory(root)) {
            return new LayoutFolder(root);
        }
        throw new NoSuchFileException(
                root.toString(),
                null,
                Files.exists(root)
                        ? "it is not a folder; an archive is named oci-archive:FILE"
                        : "there is no such folder");
    }

    @Override
    public Optional<Path> folder() {
        return Optional.of(root);
    }

    @Override
    public Optional<Content> open(String name) throws IOException {
        Optional<Path> found = file(name);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var in = Files.newInputStream(found.get(), LinkOption.NOFOLLOW_LINKS);
        return Optional.of(new Content(in, Files.size(found.get())));
    }

    /** The regular file of this name. */
    Optional<Path> file(String name) throws IOException {
        Path at = root;
        String[] segments = name.split("/");
        for (int i = 0; i < segments.length; i++) {
            at = at.resolve(segments[i]);
            BasicFileAttributes found;
            try {
                found = Files.readAttributes(at, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            } catch (NoSuchFileException none) {
                return Optional.empty();
            }
            boolean last = i == segments.length - 1;
            if (found.isSymbolicLink()) {
                throw new RefusedException(root.relativize(at) + " is a symbolic link, which is not followed."
                        + " Fix: cp -rL makes a copy without links");
            }
            if (last ? !found.isRegularFile() : !found.isDirectory()) {
                throw new RefusedException(root.relativize(at) + " is not a " + (last ? "regular file" : "folder"));
            }
        }
        return Optional.of(at);
    }

    @Override
    public void close() {
        // each file is closed by the code that read it
    }
}
