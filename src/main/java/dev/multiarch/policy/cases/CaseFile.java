package dev.multiarch.policy.cases;

import dev.multiarch.image.Digest;
import dev.multiarch.policy.DockerfileSubject;
import dev.multiarch.policy.HostSubject;
import dev.multiarch.policy.InvalidPolicy;
import dev.multiarch.policy.Judgement;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.Subject;
import dev.multiarch.policy.Verdict;
import dev.multiarch.policy.read.PolicyReader;
import dev.multiarch.policy.yaml.Problems;
import dev.multiarch.policy.yaml.RegexBudget;
import dev.multiarch.policy.yaml.Values;
import dev.multiarch.policy.yaml.Yaml;
import dev.multiarch.policy.yaml.YamlReader;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A policy, a subject's facts and what must come of them:
 *
 * <pre>
 * policy: {image: {config-match: true}}     # settings without a head, or a policy's name or file
 * now: "2026-11-01T00:00:00Z"               # the time to judge by; the clock's where there is none
 * subject:                                  # see CaseSubject; or host: (CaseHost), or dockerfile: (CaseDockerfile)
 *   images: [{platform: linux/amd64}]
 * expect:                                   # what matters; or findings: all of them, whole
 *   verdict: pass
 *   findings: [{rule: image.config-match, platform: linux/amd64, outcome: pass}]
 * </pre>
 */
public record CaseFile(
        String name,
        Policy policy,
        Subject subject,
        Optional<HostSubject> host,
        Optional<DockerfileSubject> dockerfile,
        Expectation expectation) {
    private static final List<String> KEYS =
            List.of("policy", "now", "subject", "host", "dockerfile", "findings", "expect");

    /** Where the policies that cases name come from. */
    @FunctionalInterface
    public interface Policies {
        /** @throws IllegalArgumentException with the reason why it is not available */
        Policy read(String nameOrPath, Instant now) throws InvalidPolicy;
    }

    /**
     * @param name of the file, for messages
     * @param rule of findings that name none
     * @param otherwise the policy of a case that has none
     * @param effort what the expressions of all cases of the call may cost together
     * @throws InvalidPolicy with all that is wrong with the file
     */
    public static CaseFile read(
            String name,
            byte[] bytes,
            Optional<String> rule,
            Optional<String> otherwise,
            Policies policies,
            RegexBudget effort)
            throws InvalidPolicy {
        var problems = new Problems();
        Optional<Yaml.Mapping> tree = YamlReader.read(name, bytes, problems);
        if (tree.isEmpty()) {
            throw new InvalidPolicy(problems);
        }
        var root = new CaseFacts(tree.get(), new Values(problems)).only("", KEYS);
        Instant now = root.parsed("now", text -> OffsetDateTime.parse(text).toInstant())
                .orElseGet(Instant::now);
        Optional<Policy> policy = root.tree().get("policy").orElse(null) instanceof Yaml.Mapping settings
                ? PolicyReader.inline(settings, Digest.of(bytes), problems, now, effort)
                : named(root, otherwise, policies, now);
        if (Stream.of("subject", "host", "dockerfile").filter(root::has).count() != 1) {
            problems.add(
                    root.tree().place(),
                    "expected one of the keys \"subject\", what is known of an image, \"host\", what is known of a host,"
                            + " and \"dockerfile\", with its text");
        }
        Subject subject = CaseSubject.read(root.at("subject"), now);
        Optional<HostSubject> host = root.has("host") ? Optional.of(CaseHost.read(root.at("host"))) : Optional.empty();
        Optional<DockerfileSubject> dockerfile =
                root.has("dockerfile") ? CaseDockerfile.read(root.at("dockerfile")) : Optional.empty();
        Expectation expectation = Expectation.read(root, rule);
        if (!problems.isEmpty()) {
            throw new InvalidPolicy(problems);
        }
        return new CaseFile(name, policy.orElseThrow(), subject, host, dockerfile, expectation);
    }

    private static Optional<Policy> named(CaseFacts root, Optional<String> otherwise, Policies policies, Instant now)
            throws InvalidPolicy {
        Optional<String> named = root.text("policy").or(() -> otherwise);
        if (named.isEmpty() && !root.has("policy")) {
            root.values()
                    .problem(
                            root.tree().place(),
                            "the key \"policy\" is missing, expected settings, a name or a file. Or name one for all"
                                    + " by --policy");
        }
        if (named.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(policies.read(named.get(), now));
        } catch (IllegalArgumentException refused) {
            root.values().problem(root.tree().get("policy").orElse(root.tree()).place(), refused.getMessage());
            return Optional.empty();
        }
    }

    /** Whether it says all that must come of it, and not only what matters. */
    public boolean isWhole() {
        return expectation.whole();
    }

    public Verdict judge() {
        return judge(policy);
    }

    /** What another policy says of it. */
    public Verdict judge(Policy other) {
        return host.map(each -> Judgement.judge(List.of(other), each))
                .or(() -> dockerfile.map(each -> Judgement.judge(List.of(other), each)))
                .orElseGet(() -> Judgement.judge(List.of(other), subject));
    }

    /** What is otherwise than expected, a line each; it may quote what the case's author wrote. */
    public List<String> differences() {
        return expectation.differences(judge(), name, subject);
    }
}
