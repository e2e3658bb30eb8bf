package dev.multiarch.publish;

import dev.multiarch.process.LocalGit;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Result;
import dev.multiarch.step.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which of two commits came first, where the checkout around the working directory has both and what is between. */
final class Ancestry {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

    private final Session tools;

    Ancestry(Session tools) {
        this.tools = tools;
    }

    /** Whether this commit is an ancestor of the other one; empty where that is not known. */
    boolean isAncestor(String commit, String other) {
        Optional<Path> folder = tools.checkout();
        Optional<String> git = Program.find("git", tools.environment().getOrDefault("PATH", ""));
        boolean hashes = HASH.matcher(commit).matches() && HASH.matcher(other).matches();
        if (folder.isEmpty() || git.isEmpty() || !hashes || commit.equals(other)) {
            return false;
        }
        Program program = LocalGit.of(git.get(), folder.get(), "merge-base", "--is-ancestor", commit, other);
        try {
            Result result = tools.programs().run(program.within(LIMIT));
            return result.ok(); // 1 is a no, anything else means that a commit or the checkout is missing
        } catch (ProgramException notKnown) {
            return false;
        }
    }
}
