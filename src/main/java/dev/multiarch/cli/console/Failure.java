package dev.multiarch.cli.console;

import dev.multiarch.policy.InvalidPolicy;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.UnreadableFile;
import dev.multiarch.registry.layout.NoSuchLayout;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.CannotJudge;
import dev.multiarch.step.Refused;
import dev.multiarch.step.StepFailed;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;

/** What an exception means to the user: one clear sentence and an exit code. */
public final class Failure {
    /** As many as anybody reads before fixing the first. */
    private static final int MOST_REASONS = 100;

    /** Of a message with a file's name, which may have 4,096 characters. */
    private static final int LONGEST = 1000;

    private Failure() {}

    public static int report(Console console, Throwable failure, boolean verbose) {
        int code = code(failure);
        if (code == ExitCode.OURS) {
            String fault = "a bug in multiarch: " + failure + ". Please report it with the output of --verbose";
            console.say(fault);
            console.step().errors(List.of(fault));
        } else {
            console.errors(message(failure), each(failure));
        }
        if (verbose) {
            var trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            console.say(trace.toString().stripTrailing());
        } else if (code == ExitCode.OURS && failure.getStackTrace().length > 0) {
            console.say("  at " + failure.getStackTrace()[0]);
        }
        return code;
    }

    public static int code(Throwable failure) {
        if (isOutOfMemory(failure)) {
            return ExitCode.UNKNOWN;
        }
        if (failure instanceof Refused) {
            return ExitCode.REFUSED;
        }
        if (failure instanceof FormatException
                || failure instanceof InvalidPolicy
                || failure instanceof UsageException
                || failure instanceof NoSuchFileException
                || failure instanceof UnreadableFile
                || failure instanceof NoSuchLayout) {
            return ExitCode.USAGE;
        }
        if (failure instanceof RegistryException || failure instanceof CannotJudge) {
            return ExitCode.UNKNOWN;
        }
        if (failure instanceof ProgramException || failure instanceof StepFailed || failure instanceof IOException) {
            return ExitCode.FAILED;
        }
        return ExitCode.OURS;
    }

    /** In whichever thread: what was read was too large for this Java. */
    private static boolean isOutOfMemory(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                return true;
            }
        }
        return false;
    }

    private static List<String> each(Throwable failure) {
        if (failure instanceof InvalidPolicy invalid) {
            return invalid.problems();
        }
        return failure instanceof Refused refused ? someOf(refused.reasons()) : List.of(message(failure));
    }

    private static List<String> someOf(List<String> reasons) {
        int more = reasons.size() - MOST_REASONS;
        if (more <= 0) {
            return reasons;
        }
        List<String> some = new ArrayList<>(reasons.subList(0, MOST_REASONS));
        some.add("… and " + more + " more");
        return some;
    }

    public static String message(Throwable failure) {
        return failure instanceof FileSystemException file
                ? Printable.message(ofFile(file), LONGEST)
                : ofOther(failure);
    }

    private static String ofOther(Throwable failure) {
        if (isOutOfMemory(failure)) {
            long most = Runtime.getRuntime().maxMemory() >> 20;
            return "this needs more memory than the " + most
                    + " MiB that Java may use. Fix: check how large the image's"
                    + " documents are, or set JAVA_TOOL_OPTIONS=-Xmx1g";
        }
        return String.valueOf(failure.getMessage());
    }

    private static String ofFile(FileSystemException failure) {
        if (failure instanceof NoSuchFileException missing) {
            return missing.getFile() + ": there is no such file or folder";
        }
        if (failure instanceof FileAlreadyExistsException there) {
            return there.getFile() + ": it is there already, and nothing is overwritten";
        }
        if (failure instanceof AccessDeniedException denied && denied.getReason() == null) {
            return denied.getFile()
                    + ": permission denied. Fix: let this user read and write there, or name another place";
        }
        return failure.getFile() + ": "
                + (failure.getReason() == null ? "can't be read or written" : failure.getReason());
    }
}
