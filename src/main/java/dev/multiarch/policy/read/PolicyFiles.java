package dev.multiarch.policy.read;

import dev.multiarch.policy.read.PolicySource.Missing;
import dev.multiarch.policy.yaml.YamlReader;
import dev.multiarch.process.FileInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Where the files of policies are read from: the folders on this machine, or a commit. */
public interface PolicyFiles {
    /**
     * @param file where it is, links resolved
     * @param bytes its text; of one that is too long only so much that the reader sees it
     */
    record Found(Path file, byte[] bytes) {}

    /**
     * @param expected what it has to be, for messages
     * @throws Missing with one sentence, without a place, on why there is no text
     */
    Found find(Path path, String expected) throws Missing;

    /** The files as they are on this machine. */
    static PolicyFiles here() {
        return PolicyFiles::onDisk;
    }

    private static Found onDisk(Path path, String expected) throws Missing {
        try {
            if (Files.exists(path) && !Files.isRegularFile(path)) { // a pipe of a shell has no real path
                throw new Missing("this is not a regular file, expected " + expected);
            }
            Path real = path.toRealPath();
            try (InputStream in = FileInput.open(real)) {
                return new Found(real, in.readNBytes(YamlReader.LARGEST + 1));
            }
        } catch (NoSuchFileException e) {
            throw new Missing("there is no such file, expected " + expected);
        } catch (IOException e) {
            throw new Missing("the file can't be read: " + e.getMessage());
        }
    }
}
