package dev.multiarch.cli.options;

import dev.multiarch.cli.console.Console;
import dev.multiarch.process.LocalGit;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import dev.multiarch.process.Result;
import dev.multiarch.rebuild.Commits;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The commits of the checkout around the working directory. Outside of one nothing is known, and nothing is refused. */
final class CheckoutCommits implements Commits {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String FIX =
            ". Fix: check out all branches and tags (fetch-depth: 0) of the repository that the"
                    + " image is built from, or --revision HEAD builds all of its platforms from there";

    private final Console console;
    private final Path folder;

    CheckoutCommits(Console console) {
        this.console = console;
        this.folder = console.directory().toAbsolutePath().normalize();
    }

    @Override
    public Optional<Instant> time(String commit) {
        return CommitTime.of(console, commit);
    }

    @Override
    public Optional<String> obstacle(String commit) {
        if (!isCheckout()) {
            return Optional.empty();
        }
        Optional<String> git = Program.find("git", console.environment().getOrDefault("PATH", ""));
        if (git.isEmpty()) {
            return Optional.of(unsure(commit, "there is no git on the PATH"));
        }
        try {
            return isOurs(git.get(), commit) ? Optional.empty() : Optional.of(refusal(git.get(), commit));
        } catch (ProgramException e) {
            List<String> said = e.result().lastLines();
            String why = said.isEmpty() ? e.getMessage().replace('\n', ' ') : said.get(said.size() - 1);
            return Optional.of(unsure(commit, "git can't read the checkout: " + why));
        }
    }

    /** Not asked of git: where git can't read a checkout, that must not count as none. */
    private boolean isCheckout() {
        for (Path each = folder; each != null; each = each.getParent()) {
            if (Files.exists(each.resolve(".git"), LinkOption.NOFOLLOW_LINKS)) {
                return true;
            }
        }
        return false;
    }

    private boolean isOurs(String git, String commit) throws ProgramException {
        if (run(git, "merge-base", "--is-ancestor", commit, "HEAD").ok()) {
            return true;
        }
        Result refs = run(git, "for-each-ref", "--count=1", "--contains", commit, "refs/tags", "refs/remotes/origin");
        return refs.ok() && !refs.text().isBlank();
    }

    private String refusal(String git, String commit) throws ProgramException {
        run(git, "rev-parse", "--git-dir").orThrow();
        boolean here = run(git, "cat-file", "-e", commit + "^{commit}").ok();
        return "its index names the commit " + commit + ", which "
                + (here ? "no branch and no tag of the checkout here contains" : "the checkout here does not have")
                + ": it may be somebody else's" + FIX;
    }

    private static String unsure(String commit, String why) {
        return "whether the checkout here has the commit " + commit + " that its index names is not known: " + why
                + FIX;
    }

    private Result run(String git, String... words) throws ProgramException {
        return new Programs(program -> {}).run(LocalGit.of(git, folder, words).within(LIMIT));
    }
}
