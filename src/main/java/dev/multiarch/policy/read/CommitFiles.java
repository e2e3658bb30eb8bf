package dev.multiarch.policy.read;

import dev.multiarch.policy.CommitName;
import dev.multiarch.policy.InvalidPolicy;
import dev.multiarch.policy.read.PolicySource.Missing;
import dev.multiarch.process.LocalGit;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import dev.multiarch.process.Result;
import dev.multiarch.text.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The files of policies as a commit has them, whatever is in the working tree: so a pull request can't change the policy
 * that judges it. Links are not followed, as what they lead to may be of another commit.
 */
public final class CommitFiles implements PolicyFiles {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Programs programs;
    private final String git;
    private final Path directory;
    private final Path top;
    private final String revision;
    private final String commit;

    private CommitFiles(Programs programs, String git, Path directory, Path top, String revision, String commit) {
        this.programs = programs;
        this.git = git;
        this.directory = directory;
        this.top = top;
        this.revision = revision;
        this.commit = commit;
    }

    /**
     * @param revision a commit's full hash, or a remote branch such as {@code origin/main}; see {@link CommitName}
     * @param directory of the repository, or below it; absolute
     * @param path the search path for git
     * @throws InvalidPolicy if there is no such commit here
     */
    public static CommitFiles of(String revision, Path directory, Programs programs, String path) throws InvalidPolicy {
        CommitName name = CommitName.parse(revision)
                .orElseThrow(() -> invalid(
                        revision,
                        "expected a commit's full hash (40 characters), or a remote branch such as origin/main. Fix:"
                                + " in a"
                                + " pull request, name its base: ${{ github.event.pull_request.base.sha }}"));
        String git = Program.find("git", path)
                .orElseThrow(() -> invalid(revision, "git is not on the PATH. Fix: install it"));
        try {
            Path real = directory.toRealPath();
            var call = new CommitFiles(programs, git, directory, real, revision, "");
            Path top =
                    Path.of(line(call.git("rev-parse", "--show-toplevel"), revision, "this is not a git repository"));
            String commit = call.commit(name);
            return new CommitFiles(programs, git, directory, top, revision, commit);
        } catch (IOException | ProgramException e) {
            throw invalid(revision, e.getMessage());
        }
    }

    private String commit(CommitName name) throws ProgramException, InvalidPolicy {
        Optional<String> wanted = name.hash();
        if (name.branch().isPresent()) {
            String branch = name.branch().get();
            // The name in full, or nothing: rev-parse would also take a tag called refs/remotes/origin/main.
            Result found = git("show-ref", "--verify", "--hash", branch);
            if (!found.ok()) {
                throw invalid(
                        revision,
                        "there is no remote branch " + branch + " here. Fix: git fetch it first" + likeOrigin(branch)
                                + "; or name a commit by its full hash");
            }
            wanted = Optional.of(text(found));
        }
        Result peeled = git("rev-parse", "--verify", "--quiet", wanted.orElseThrow() + "^{commit}");
        if (!peeled.ok() || !text(peeled).equals(wanted.get())) {
            throw invalid(
                    revision,
                    "there is no such commit here. Fix: fetch it first, in a workflow by actions/checkout with"
                            + " fetch-depth: 0");
        }
        return wanted.get();
    }

    private String likeOrigin(String branch) throws ProgramException {
        String origin = branch.replaceFirst("^refs/remotes/", "refs/remotes/origin/");
        boolean there = git("show-ref", "--verify", "--quiet", origin).ok();
        return there ? ", or name " + origin.substring("refs/remotes/".length()) : "";
    }

    private static String text(Result result) {
        return new String(result.out(), StandardCharsets.UTF_8).strip();
    }

    @Override
    public Found find(Path path, String expected) throws Missing {
        Path inside = inside(path.toAbsolutePath().normalize());
        String name = top.relativize(inside).toString();
        try {
            Result listed = git("ls-tree", "-z", "--full-tree", commit, "--", name);
            String[] words = listed.orThrow().text().split("[ \t]", 4);
            if (words.length < 4 || !words[3].equals(name + "\0")) {
                throw new Missing("there is no such file at " + revision + ", expected " + expected);
            }
            if (!words[0].startsWith("100")) {
                throw new Missing("this is not a regular file at " + revision + ", expected " + expected);
            }
            return new Found(inside, git("cat-file", "blob", words[2]).orThrow().out());
        } catch (ProgramException e) {
            throw new Missing("the file can't be read at " + revision + ": " + Printable.line(e.getMessage()));
        }
    }

    /** The working directory may itself be reached by links; what is named below it is where it really is. */
    private Path inside(Path path) throws Missing {
        Path real = path;
        try {
            Path base = directory.toAbsolutePath().normalize();
            if (path.startsWith(base)) {
                real = directory.toRealPath().resolve(base.relativize(path)).normalize();
            }
        } catch (IOException e) {
            throw new Missing("the working directory can't be read: " + e.getMessage());
        }
        if (!real.startsWith(top) || real.equals(top)) {
            throw new Missing("this is outside the repository, so " + revision + " does not hold it");
        }
        return real;
    }

    private Result git(String... words) throws ProgramException {
        return programs.run(LocalGit.of(git, top, words).within(LIMIT));
    }

    private static String line(Result result, String revision, String otherwise) throws InvalidPolicy {
        if (!result.ok()) {
            String said = String.join(" ", result.lastLines());
            throw invalid(revision, said.isEmpty() ? otherwise : otherwise + ": " + said);
        }
        return new String(result.out(), StandardCharsets.UTF_8).stripTrailing();
    }

    private static InvalidPolicy invalid(String revision, String why) {
        return new InvalidPolicy("--policy-from " + Printable.line(revision) + ": " + why);
    }
}
