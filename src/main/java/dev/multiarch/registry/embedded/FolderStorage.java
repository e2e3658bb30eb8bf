package dev.multiarch.registry.embedded;

import dev.multiarch.process.FileOutput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
        FileOutput.replace(root.resolve(key), bytes);
    }

    @Override
    public long append(String key, InputStream in) throws IOException {
        return FileOutput.append(root.resolve(key), in);
    }

    @Override
    public void move(String from, String to) throws IOException {
        Path target = root.resolve(to);
        Files.createDirectories(target.getParent());
        Files.move(root.resolve(from), target, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public boolean delete(String key) throws IOException {
        return Files.deleteIfExists(root.resolve(key));
    }

    @Override
    public List<String> names(String parts) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(parts))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith(".")) // what is being written
                    .sorted()
                    .toList();
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }
}
