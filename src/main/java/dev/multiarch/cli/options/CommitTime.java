package dev.multiarch.cli.options;

import dev.multiarch.cli.console.Console;
import dev.multiarch.process.LocalGit;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import dev.multiarch.process.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When a commit was made, as the checkout says. */
final class CommitTime {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private CommitTime() {}

    /** Empty where there is no git, no checkout, or not this commit in it: an image can do without. */
    static Optional<Instant> of(Console console, String commit) {
        Optional<String> git = Program.find("git", console.environment().getOrDefault("PATH", ""));
        if (git.isEmpty() || !commit.matches("[0-9a-f]{40,64}")) {
            return Optional.empty();
        }
        Path folder = console.directory().toAbsolutePath();
        Program show = LocalGit.of(git.get(), folder, "show", "--no-patch", "--format=%ct", commit + "^{commit}")
                .within(LIMIT);
        try {
            Result result = new Programs(program -> {}).run(show);
            String text = result.text().strip();
            return result.ok() && text.matches("[0-9]{1,11}")
                    ? Optional.of(Instant.ofEpochSecond(Long.parseLong(text)))
                    : Optional.empty();
        } catch (ProgramException e) {
            return Optional.empty();
        }
    }
}
