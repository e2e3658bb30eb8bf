package dev.multiarch.cli.console;

import dev.multiarch.process.FileInput;
import dev.multiarch.process.UnreadableFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;

/** Reads a file that the user names: a regular file, or a pipe such as {@code <(kubectl get nodes -o json)}. */
public final class InputFile {
    private InputFile() {}

    /**
     * @param option as the user knows it, for the message
     * @return at most so many bytes of it
     * @throws UsageException if it is missing or can't be read, saying what it is
     */
    public static byte[] read(Console console, String option, String named, int most)
            throws UsageException, IOException {
        return read(console, option, named, most, "");
    }

    /** @param fix how to make the file, where it is missing */
    public static byte[] read(Console console, String option, String named, int most, String fix)
            throws UsageException, IOException {
        try {
            return FileInput.read(Workspace.reading(console, option, named), most);
        } catch (NoSuchFileException none) {
            throw new UsageException(
                    option + " " + named + ": there is no such file" + (fix.isEmpty() ? "" : ". Fix: " + fix));
        } catch (UnreadableFile unread) {
            throw new UsageException(option + " " + named + ": " + unread.getReason());
        }
    }
}
