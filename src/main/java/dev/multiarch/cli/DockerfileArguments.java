package dev.multiarch.cli;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.InputFile;
import dev.multiarch.cli.console.StandardInput;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.dockerfile.Dockerfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** The Dockerfiles that a command line names. */
final class DockerfileArguments {
    private static final List<String> USUAL = List.of("Dockerfile", "Containerfile");
    private static final String STANDARD_INPUT = "-";
    private static final int LARGEST = 1 << 20;
    private static final int MOST = 1_000;

    private DockerfileArguments() {}

    /** @param who the option or the command that they are given to, as messages name it */
    static List<Dockerfile> read(Console console, String who, List<String> named) throws IOException, UsageException {
        List<Dockerfile> files = new ArrayList<>();
        List<String> all = named.isEmpty() ? List.of(usual(console, who, "")) : named;
        if (all.size() > MOST) {
            throw new UsageException("these are " + all.size() + " Dockerfiles, expected at most " + MOST
                    + ". Fix: call it several times, each with some of them");
        }
        for (String name : new LinkedHashSet<>(all)) {
            boolean standard = name.equals(STANDARD_INPUT);
            String file = !standard && Files.isDirectory(console.path(name)) ? usual(console, who, name) : name;
            byte[] bytes = standard
                    ? StandardInput.read(LARGEST + 1)
                    : InputFile.read(console, who, file, LARGEST + 1, fix(who));
            files.add(Dockerfile.parse(standard ? "stdin" : file, bytes));
        }
        return files;
    }

    private static String usual(Console console, String who, String folder) throws UsageException {
        String prefix = folder.isEmpty() ? "" : folder.replaceFirst("/+$", "") + "/";
        Optional<String> found = USUAL.stream()
                .map(name -> prefix + name)
                .filter(name -> isFile(console.path(name)))
                .findFirst();
        return found.orElseThrow(() -> new UsageException((folder.isEmpty() ? "" : who + " " + folder + ": ")
                + "there is neither a Dockerfile nor a Containerfile in this folder. Fix: " + fix(who)));
    }

    private static String fix(String who) {
        return "multiarch " + (who.startsWith("-") ? "plan " : "") + who + " path/to/Dockerfile";
    }

    private static boolean isFile(Path path) {
        return Files.exists(path) && !Files.isDirectory(path);
    }
}
