package dev.multiarch.cli.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Says whether standard output goes to the log of a GitHub runner, which obeys workflow commands in it. The runner reads a
 * pipe, but so does {@code sha256sum} in a step's script. What separates them: a program of the step has the step's
 * environment, and the runner itself has not.
 */
public final class RunnerLog {
    private static final String MARK = "GITHUB_ACTIONS=true";

    /** Anything in a document that the runner would obey, see {@link dev.multiarch.text.Printable}. */
    private static final Pattern COMMAND = Pattern.compile("##\\[|(?m)^\\s*::");

    private RunnerLog() {}

    public static boolean obeys(String text) {
        return COMMAND.matcher(text).find();
    }

    /** Where that can't be found out, as in a container or without /proc, it is taken for the log. */
    public static boolean isRead(Map<String, String> environment) {
        if (!"true".equals(environment.get("GITHUB_ACTIONS"))) {
            return false;
        }
        try {
            String pipe = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return pipe.startsWith("pipe:[") && !isReadByTheStep(pipe);
        } catch (IOException | UnsupportedOperationException noProc) {
            return true;
        }
    }

    private static boolean isReadByTheStep(String pipe) throws IOException {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (reads(process, pipe) && isOfTheStep(process)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean reads(Path process, String pipe) {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path file : open) {
                if (Files.readSymbolicLink(file).toString().equals(pipe)
                        && Files.readString(process.resolve("fdinfo").resolve(file.getFileName()))
                                .matches("(?s).*flags:\\s*[0-7]*[04]\\s.*")) {
                    return true;
                }
            }
            return false;
        } catch (IOException gone) {
            return false; // it has ended, or is another user's
        }
    }

    private static boolean isOfTheStep(Path process) {
        try {
            String environment = Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
            return ("\0" + environment + "\0").contains("\0" + MARK + "\0");
        } catch (IOException gone) {
            return false;
        }
    }
}
