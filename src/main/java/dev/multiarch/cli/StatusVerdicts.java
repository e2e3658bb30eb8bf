package dev.multiarch.cli;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.options.GitHubOptions;
import dev.multiarch.policy.Verdict;
import dev.multiarch.report.Reports;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the verdict files hold.
 *
 * @param elsewhere files with a verdict on another commit, which counts as none
 * @param expected the policies that the user named; each verdict has to be by all of them
 */
record StatusVerdicts(
        List<Verdict> verdicts,
        List<String> missing,
        List<String> elsewhere,
        List<String> problems,
        Set<Verdict.Judged> expected) {
    static final String NONE = "no verdict: the build failed, was cancelled, or did not run";
    static final String ELSEWHERE = "a verdict is on another commit";
    static final String OTHER = "a verdict was not made by every policy that is named";

    boolean isWhole() {
        return missing.isEmpty() && elsewhere.isEmpty() && problems.isEmpty();
    }

    boolean isByAll() {
        return verdicts.stream().allMatch(verdict -> verdict.policies().containsAll(expected));
    }

    Optional<String> reason() {
        if (!isWhole()) {
            return Optional.of(
                    !problems.isEmpty() ? "the verdict can't be read" : missing.isEmpty() ? ELSEWHERE : NONE);
        }
        return isByAll() ? Optional.empty() : Optional.of(OTHER);
    }

    /** @param commits that a verdict may be on; empty for any */
    static StatusVerdicts read(Console console, List<String> files, Set<Verdict.Judged> expected, Set<String> commits)
            throws UsageException, IOException {
        var read = new StatusVerdicts(
                new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), expected);
        for (String file : files) {
            Optional<byte[]> bytes = GitHubOptions.verdict(console, file);
            if (bytes.isEmpty()) {
                read.missing().add(file);
                continue;
            }
            try {
                Verdict verdict = Reports.read(bytes.get(), file);
                Optional<String> commit = Reports.commit(bytes.get(), file);
                if (commit.isEmpty() || commits.isEmpty() || commits.contains(commit.get())) {
                    read.verdicts().add(verdict);
                } else {
                    read.elsewhere()
                            .add(file + " is a verdict on the commit " + commit.get() + ", not on "
                                    + String.join(" or ", commits));
                }
            } catch (FormatException malformed) {
                read.problems().add(malformed.getMessage());
            }
        }
        return read;
    }
}
