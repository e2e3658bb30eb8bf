package dev.multiarch.policy.read;

import dev.multiarch.image.Digest;
import dev.multiarch.policy.InvalidPolicy;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.Policy.Asked;
import dev.multiarch.policy.Waiver;
import dev.multiarch.policy.read.PolicySource.Missing;
import dev.multiarch.policy.yaml.Problems;
import dev.multiarch.policy.yaml.RegexBudget;
import dev.multiarch.policy.yaml.Values;
import dev.multiarch.policy.yaml.Yaml;
import dev.multiarch.policy.yaml.YamlReader;
import dev.multiarch.text.Glob;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a policy and what it extends. A base's values are overridden by those of the file that names it, and by those of
 * a later base; mappings are merged key by key, lists are replaced.
 */
public final class PolicyReader {
    /** Files in one chain of {@code extends}. */
    private static final int DEEPEST = 10;

    /** Files that one policy may read in all, so that ten levels of long lists stay harmless. */
    private static final int MOST_FILES = 50;

    private final Problems problems = new Problems();
    private final Deque<String> chain = new ArrayDeque<>();
    private final List<Digest> digests = new ArrayList<>();

    private final Instant now;
    private final RegexBudget effort;

    private PolicyReader(Instant now, RegexBudget effort) {
        this.now = now;
        this.effort = effort;
    }

    /**
     * @param nameOrPath a name without {@code /} and {@code .yaml} is a preset's, all else a file's
     * @param workingDirectory that a relative path starts from
     */
    public static Policy read(String nameOrPath, Path workingDirectory) throws InvalidPolicy {
        return read(nameOrPath, workingDirectory, PolicyFiles.here(), Instant.now(), new RegexBudget());
    }

    /**
     * @param files where those that are not presets are read from
     * @param now decides which rules are effective, and which waivers still hold
     * @param effort one for all policies of a call: what their expressions may cost together
     */
    public static Policy read(
            String nameOrPath, Path workingDirectory, PolicyFiles files, Instant now, RegexBudget effort)
            throws InvalidPolicy {
        return read(source(nameOrPath, workingDirectory, files), now, effort).at(now);
    }

    /**
     * A policy's settings without its head, as a case may hold them; no rule at all where that is a problem.
     *
     * @param file that contains them
     */
    public static Optional<Policy> inline(
            Yaml.Mapping settings, Digest file, Problems problems, Instant now, RegexBudget effort) {
        List<Asked<?>> asked = PolicyTree.rules(settings, problems, effort);
        List<Waiver> waivers = PolicyTree.waivers(settings, problems, now);
        if (asked.isEmpty()) {
            problems.add(settings.place(), "no rule is enabled here, so there is nothing to judge by");
            return Optional.empty();
        }
        return Optional.of(new Policy("case", file, asked, waivers, List.of()).at(now));
    }

    /** The policy with all that it extends as one file, each value with the place that it comes from. */
    public static String show(String nameOrPath, Path workingDirectory, PolicyFiles files) throws InvalidPolicy {
        var reader = new PolicyReader(Instant.now(), new RegexBudget());
        Yaml.Mapping whole = reader.whole(source(nameOrPath, workingDirectory, files));
        reader.asked(whole);
        return EffectivePolicy.print(whole);
    }

    private static PolicySource source(String nameOrPath, Path workingDirectory, PolicyFiles files)
            throws InvalidPolicy {
        try {
            PolicySource.requireNoAddress(nameOrPath);
            return PolicySource.isPreset(nameOrPath)
                    ? PolicySource.preset(nameOrPath)
                    : PolicySource.file(nameOrPath, workingDirectory.resolve(nameOrPath), files);
        } catch (Missing missing) {
            throw new InvalidPolicy(
                    PolicySource.isPreset(nameOrPath)
                            ? missing.getMessage()
                            : nameOrPath + ": " + missing.getMessage());
        } catch (InvalidPathException e) {
            throw new InvalidPolicy(Problems.quoted(nameOrPath) + " is not a path");
        }
    }

    static Policy read(PolicySource source, Instant now, RegexBudget effort) throws InvalidPolicy {
        var reader = new PolicyReader(now, effort);
        Yaml.Mapping root = reader.whole(source);
        List<Asked<?>> asked = reader.asked(root);
        List<Waiver> waivers = PolicyTree.waivers(root, reader.problems, now);
        waivers.forEach(waiver -> reader.refuseUnasked(waiver, asked));
        List<Glob> tags = PolicyTree.immutableTags(root, reader.problems);
        reader.refuseIfInvalid();
        String name =
                root.get("name").map(value -> ((Yaml.Scalar) value).text()).orElseThrow();
        return new Policy(name, reader.digest(), asked, waivers, tags);
    }

    private Yaml.Mapping whole(PolicySource source) throws InvalidPolicy {
        Optional<Yaml.Mapping> whole = merged(source);
        refuseIfInvalid();
        return whole.orElseThrow();
    }

    private List<Asked<?>> asked(Yaml.Mapping root) throws InvalidPolicy {
        List<Asked<?>> asked = PolicyTree.rules(root, problems, effort);
        if (asked.isEmpty()) {
            problems.add(
                    root.place(),
                    "no rule is enabled, so this policy would pass any image. Enable at least one, or extend a preset");
        }
        refuseIfInvalid();
        return asked;
    }

    private void refuseUnasked(Waiver waiver, List<Asked<?>> asked) {
        if (asked.stream().noneMatch(each -> each.rule().id().equals(waiver.rule()))) {
            problems.add(
                    waiver.source(),
                    "the rule " + waiver.rule() + " is waived here, but the policy does not enable it. Remove the"
                            + " waiver");
        }
    }

    private void refuseIfInvalid() throws InvalidPolicy {
        if (!problems.isEmpty()) {
            throw new InvalidPolicy(problems);
        }
    }

    /** The file's tree laid over its bases'; empty, with a problem, where it can't be read. */
    private Optional<Yaml.Mapping> merged(PolicySource source) {
        Optional<Yaml.Mapping> tree = YamlReader.read(source.label(), source.bytes(), problems);
        if (tree.isEmpty()) {
            return tree;
        }
        Yaml.Mapping own = new NamedFiles(source, problems, digests).in(tree.get());
        PolicyTree.check(own, problems);
        PolicyTree.waivers(own, problems, now);
        PolicyTree.immutableTags(own, problems);
        chain.addLast(key(source));
        Yaml.Mapping merged = new Yaml.Mapping(own.place(), Map.of());
        for (Values.Text base : bases(own)) {
            Optional<Yaml.Mapping> read = base(source, base);
            if (read.isPresent()) {
                merged = read.get().over(merged, RuleSettings::isOneValue);
            }
        }
        chain.removeLast();
        digests.add(Digest.of(source.bytes()));
        return Optional.of(own.without("extends").over(merged, RuleSettings::isOneValue));
    }

    private List<Values.Text> bases(Yaml.Mapping own) {
        String item = "a preset's name, or a file below this one's folder";
        return own.get("extends")
                .flatMap(value -> new Values(problems).texts(value, "a list such as [baseline]", item))
                .orElse(List.of());
    }

    private Optional<Yaml.Mapping> base(PolicySource source, Values.Text name) {
        if (problems.isFull()) { // nothing more would be shown
            return Optional.empty();
        }
        PolicySource base;
        try {
            base = source.base(name.text());
        } catch (Missing missing) {
            problems.add(name.place(), missing.getMessage());
            return Optional.empty();
        }
        if (chain.contains(key(base))) {
            problems.add(
                    name.place(),
                    "circular extends: " + Problems.quoted(name.text())
                            + " leads back to this file. Remove one of the two");
            return Optional.empty();
        }
        if (chain.size() >= DEEPEST || digests.size() + chain.size() >= MOST_FILES) {
            problems.add(
                    name.place(),
                    "too much is extended, expected at most " + DEEPEST + " files in a chain and " + MOST_FILES
                            + " in all");
            return Optional.empty();
        }
        return merged(base);
    }

    private static String key(PolicySource source) {
        return source.file().map(Path::toString).orElse(source.label());
    }

    private Digest digest() {
        if (digests.size() == 1) {
            return digests.get(0);
        }
        var lines = new StringBuilder();
        digests.forEach(digest -> lines.append(digest).append('\n'));
        return Digest.of(lines.toString().getBytes(StandardCharsets.UTF_8));
    }
}
