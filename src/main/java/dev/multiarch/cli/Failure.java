package dev.multiarch.cli;

import dev.multiarch.image.FormatException;
import dev.multiarch.pipeline.CannotJudge;
import dev.multiarch.pipeline.Refused;
import dev.multiarch.pipeline.StepFailed;
import dev.multiarch.policy.InvalidPolicy;
import dev.multiarch.process.ProgramException;
import dev.multiarch.registry.RegistryException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/** What an exception means to the user: one clear sentence and an exit code. */
final class Failure {
    /** As many as anybody reads before fixing the first. */
    private static final int MOST_REASONS = 100;

    private Failure() {}

    static int report(Console console, Throwable failure, boolean verbose) {
        int code = code(failure);
        if (code == ExitCode.OURS) {
            console.say("a fault of multiarch's own: " + failure + ". Please report it with the output of --verbose."
                    + " No tag was moved by it");
        } else {
            console.say("error: " + message(failure));
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

    private static int code(Throwable failure) {
        if (failure instanceof Refused) {
            return ExitCode.REFUSED;
        }
        if (failure instanceof FormatException
                || failure instanceof InvalidPolicy
                || failure instanceof UsageException) {
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

    static String message(Throwable failure) {
        if (failure instanceof InvalidPolicy invalid) {
            return invalid.getMessage().replace("\n", "\n       ");
        }
        if (failure instanceof Refused refused) {
            List<String> reasons = refused.reasons();
            int more = reasons.size() - MOST_REASONS;
            return String.join("\n       ", reasons.subList(0, Math.min(reasons.size(), MOST_REASONS)))
                    + (more > 0 ? "\n       … and " + more + " more" : "");
        }
        if (failure instanceof NoSuchFileException missing) {
            return missing.getFile() + ": there is no such file or folder";
        }
        if (failure instanceof FileAlreadyExistsException there) {
            return there.getFile() + ": it is there already, and nothing is overwritten";
        }
        if (failure instanceof FileSystemException file) {
            return file.getFile() + ": " + (file.getReason() == null ? "can't be read or written" : file.getReason());
        }
        return String.valueOf(failure.getMessage());
    }
}
