package dev.multiarch.registry.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A file a key. Keys are made here of checked names and never of what a client sent, so none leads out of the folder. */
record FolderStorage(Path root) implements Storage {
    @Override
    public Optional<Content> find(String key) throws IOException {
        Path file = root.resolve(key);
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.isRegularFile() ? Optional.of(Content.of(file, attributes.size())) : Optional.empty();
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    @Override
    public void write(String key, byte[] bytes) throws IOException {
        Path aside = Files.createTempFile(Files.createDirectories(root.resolve("aside")), "write", "");
        Files.write(aside, bytes);
        place(aside, key);
    }

    @Override
    public long append(String key, InputStream in) throws IOException {
        Path file = root.resolve(key);
        Files.createDirectories(file.getParent());
        try (var out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            in.transferTo(out);
        }
        return Files.size(file);
    }

    @Override
    public void move(String from, String to) throws IOException {
        place(root.resolve(from), to);
    }

    private void place(Path from, String key) throws IOException {
        Path to = root.resolve(key);
        Files.createDirectories(to.getParent());
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public boolean delete(String key) throws IOException {
        return Files.deleteIfExists(root.resolve(key));
    }

    @Override
    public List<String> names(String parts) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(parts))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }
}
