package dev.multiarch.cli;

import dev.multiarch.cli.console.ExitCode;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.policy.InvalidPolicy;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.cases.CaseFile;
import dev.multiarch.policy.read.PolicyFiles;
import dev.multiarch.policy.read.PolicyReader;
import dev.multiarch.policy.rules.Rules;
import dev.multiarch.policy.yaml.RegexBudget;
import dev.multiarch.process.FileInput;
import dev.multiarch.text.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code policy test DIR}: runs the cases below a folder. */
final class PolicyTests {
    static final String FORMAT = """
            A case is a YAML file below DIR. Files of kind Policy are not cases:

              policy: ../release.yaml        # settings, a preset's name, or a file next to the case
              now: "2026-11-01T00:00:00Z"    # for waivers and effective-on; else the clock's
              subject:
                images:
                  - {platform: linux/amd64}
                  - {platform: linux/arm64, config: linux/amd64}
              expect:                        # every failure that is not named is a difference
                verdict: fail
                findings: [{rule: image.config-match, platform: linux/arm64, outcome: fail}]
            """;

    private static final int MOST_FILES = 5_000;
    private static final int DEEPEST = 20;
    private static final int LARGEST = 1 << 20;
    private static final Pattern POLICY = Pattern.compile("(?m)^kind:\\s*[\"']?Policy\\b");

    private final Path directory;
    private final Optional<String> policy;
    private final List<Result> results = new ArrayList<>();
    private final RegexBudget effort = new RegexBudget();

    /** @param policy of cases that name none */
    PolicyTests(Path directory, Optional<String> policy) {
        this.directory = directory;
        this.policy = policy;
    }

    /**
     * What came of one case.
     *
     * @param outcome {@code pass}, {@code differs} or {@code invalid}
     */
    private record Result(String file, String outcome, List<String> lines) {
        String text() {
            var text = new StringBuilder(String.format("%-8s %s%n", outcome, file));
            lines.forEach(line -> text.append("         ").append(line).append('\n'));
            return text.toString();
        }

        Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("file", file);
            json.put("outcome", outcome);
            json.put("differences", lines);
            return json;
        }
    }

    /**
     * @throws UsageException if there is no case: nothing passes because nothing ran
     * @throws InvalidPolicy if the one named next to them can't be used, whether a case needs it or not
     */
    PolicyTests run(String folder) throws IOException, UsageException, InvalidPolicy {
        Path root = directory.resolve(folder);
        if (!Files.isDirectory(root)) {
            throw new UsageException(
                    Printable.line(folder) + " is not a folder, expected one with cases. Fix: multiarch policy --help");
        }
        if (policy.isPresent()) {
            PolicyReader.read(policy.get(), directory);
        }
        for (Path file : files(root)) {
            run(file);
        }
        if (results.isEmpty()) {
            throw new UsageException("there is no case below " + Printable.line(folder)
                    + ", so nothing was tested: expected files *.yaml.\n" + FORMAT);
        }
        return this;
    }

    private static List<Path> files(Path root) throws IOException, UsageException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(root, Set.of(), DEEPEST, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                boolean hidden =
                        !folder.equals(root) && folder.getFileName().toString().startsWith(".");
                return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = file.getFileName().toString();
                if (attributes.isRegularFile() && name.matches("[^.].*\\.ya?ml")) {
                    files.add(file);
                }
                return files.size() > MOST_FILES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
            }
        });
        if (files.size() > MOST_FILES) {
            throw new UsageException(
                    "there are more than " + MOST_FILES + " cases. Fix: test one folder after another");
        }
        files.sort(null);
        return files;
    }

    private void run(Path file) throws IOException {
        String name = directory.relativize(file).toString();
        byte[] bytes;
        try (var in = FileInput.open(file)) {
            bytes = in.readNBytes(LARGEST);
        }
        if (POLICY.matcher(new String(bytes, StandardCharsets.UTF_8)).find()) {
            return;
        }
        try {
            List<String> lines = CaseFile.read(
                            name, bytes, ruleOf(file), policy, (named, now) -> named(file, named, now), effort)
                    .differences();
            add(name, lines.isEmpty() ? "pass" : "differs", lines);
        } catch (InvalidPolicy invalid) {
            add(name, "invalid", invalid.getMessage().lines().toList());
        }
    }

    private void add(String name, String outcome, List<String> lines) {
        results.add(new Result(
                Printable.line(name),
                outcome,
                lines.stream().map(Printable::line).toList()));
    }

    /** A folder may be named after the rule whose cases it holds. */
    private static Optional<String> ruleOf(Path file) {
        String folder = file.toAbsolutePath().getParent().getFileName().toString();
        return Rules.ALL.stream().map(rule -> rule.id()).filter(folder::equals).findFirst();
    }

    /**
     * A case may come from a pull request, and what is wrong with a policy is shown with its lines: so it names none
     * outside the working directory, links followed.
     */
    private Policy named(Path file, String named, Instant now) throws InvalidPolicy {
        boolean preset = !named.contains("/") && !named.endsWith(".yaml");
        if (preset || policy.equals(Optional.of(named))) {
            return PolicyReader.read(named, directory, PolicyFiles.here(), now, effort);
        }
        try {
            Path found = file.resolveSibling(named).toRealPath();
            Path root = directory.toRealPath();
            if (Path.of(named).isAbsolute() || !found.startsWith(root)) {
                throw new IllegalArgumentException(
                        "the policy of a case must be below the working directory: expected a path relative to the"
                                + " case");
            }
            return PolicyReader.read(
                    root.relativize(found).toString().replaceFirst("^(?!.*/)", "./"),
                    root,
                    PolicyFiles.here(),
                    now,
                    effort);
        } catch (InvalidPathException | IOException missing) {
            throw new IllegalArgumentException(
                    "there is no such file, expected a policy file next to the case", missing);
        }
    }

    int exitCode() {
        if (count("invalid") > 0) {
            return ExitCode.USAGE;
        }
        return count("differs") > 0 ? ExitCode.REFUSED : ExitCode.FINE;
    }

    String text() {
        var text = new StringBuilder();
        results.forEach(result -> text.append(result.text()));
        return text + "" + count("pass") + " passed, " + count("differs") + " differed, " + count("invalid")
                + " could not be read\n";
    }

    Map<String, Object> json() {
        Map<String, Object> counts = new LinkedHashMap<>();
        for (String outcome : List.of("pass", "differs", "invalid")) {
            counts.put(outcome, count(outcome));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", "dev.multiarch.policy-test/v1");
        json.put("cases", results.stream().map(Result::json).toList());
        json.put("counts", counts);
        return json;
    }

    private long count(String outcome) {
        return results.stream().filter(result -> result.outcome.equals(outcome)).count();
    }
}
