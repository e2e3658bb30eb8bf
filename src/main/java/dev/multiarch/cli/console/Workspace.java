package dev.multiarch.cli.console;

import dev.multiarch.process.FileInput;
import dev.multiarch.process.UnreadableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Keeps what is read and written in a checkout inside it: a pull request can bring a symbolic link that leads out. What the
 * user names outside the checkout is the user's own choice, and links there are followed.
 */
public final class Workspace {
    /** Holds the plan and the records if no option names another place, so nobody chose a link there. */
    private static final String OURS = ".multiarch";

    private Workspace() {}

    /**
     * @param option as the user knows it, for the message
     * @throws UsageException if a link leads from the checkout to a file or folder outside
     */
    public static Path reading(Console console, String option, String named) throws UsageException, IOException {
        Path path = console.path(named);
        require(console, option, named, path);
        return path;
    }

    /** As {@link #reading}, for what has to be a regular file, as another program reads it. */
    public static Path readingFile(Console console, String option, String named) throws UsageException, IOException {
        Path path = reading(console, option, named);
        try {
            FileInput.require(path);
            return path;
        } catch (NoSuchFileException none) {
            throw new UsageException(option + " " + named + ": there is no such file. Fix: name a file that is there");
        } catch (UnreadableFile unread) {
            throw new UsageException(option + " " + named + ": " + unread.getReason());
        }
    }

    /** As {@link #reading}, for a file that is replaced: a link in its own place is not followed. */
    public static Path writing(Console console, String option, String named) throws UsageException, IOException {
        Path path = console.path(named);
        Path folder = path.toAbsolutePath().normalize().getParent();
        if (folder != null) {
            require(console, option, named, folder);
        }
        return path;
    }

    private static void require(Console console, String option, String named, Path path)
            throws UsageException, IOException {
        Path absolute = path.toAbsolutePath().normalize();
        Optional<Path> checkout = checkout(console, named);
        if (checkout.isEmpty() || !absolute.startsWith(checkout.get())) {
            return;
        }
        Path inside = checkout.get().toRealPath();
        Path at = checkout.get();
        for (Path name : at.relativize(absolute)) {
            at = at.resolve(name);
            if (!Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
            boolean dangling = !Files.exists(at);
            if (dangling || !at.toRealPath().startsWith(inside)) {
                Path target = at.resolveSibling(Files.readSymbolicLink(at)).normalize();
                throw new UsageException(option + " " + named + ": the symbolic link " + at + " leads "
                        + (dangling ? "to nothing that exists, " + target : "out of the checkout, to " + target)
                        + ". A pull request can bring such a link, so it is not followed. Fix: remove the link, or name"
                        + " the real place with " + option);
            }
        }
    }

    /** The nearest folder with a {@code .git}, or the runner's workspace; empty if the working directory is in neither. */
    private static Optional<Path> checkout(Console console, String named) {
        Path directory = console.directory().toAbsolutePath().normalize();
        for (Path folder = directory; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve(".git"))) {
                return Optional.of(folder);
            }
        }
        String workspace = console.environment().getOrDefault("GITHUB_WORKSPACE", "");
        if (!workspace.isEmpty() && directory.startsWith(Path.of(workspace))) {
            return Optional.of(Path.of(workspace).toAbsolutePath().normalize());
        }
        return Path.of(named).startsWith(OURS) ? Optional.of(directory) : Optional.empty();
    }
}
