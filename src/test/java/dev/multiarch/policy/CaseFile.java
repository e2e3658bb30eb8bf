package dev.multiarch.policy;

import dev.multiarch.host.Learnt;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.Subject.Image;
import dev.multiarch.policy.yaml.Problems;
import dev.multiarch.policy.yaml.Values;
import dev.multiarch.policy.yaml.Yaml;
import dev.multiarch.policy.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A policy, a subject's facts and the findings that must come of them:
 *
 * <pre>
 * policy: {image: {config-match: true}}     # a policy file's settings, without its head
 * subject:                                  # see CaseSubject
 *   images: [{platform: linux/amd64}]
 * findings:                                 # all of them, whole; digest is "index" or "image N"
 *   - {severity: error, outcome: pass, platform: linux/amd64, …, source: "1:18", digest: image 1}
 * </pre>
 */
record CaseFile(Policy policy, Subject subject, List<Finding> findings) {
    private static final List<String> FINDING = List.of(
            "severity", "outcome", "platform", "expected", "actual", "message", "fix", "source", "learnt", "digest");

    static CaseFile read(Path file) throws IOException {
        var problems = new Problems();
        String name = file.getFileName().toString();
        Yaml.Mapping root =
                YamlReader.read(name, Files.readAllBytes(file), problems).orElseThrow(() -> refused(problems));
        var reader = new Values(problems);
        reader.onlyKeys(root, "", List.of("policy", "subject", "findings"));
        var asked = PolicyTree.rules(mapping(root, "policy"), problems);
        if (!problems.isEmpty()) {
            throw refused(problems);
        }
        var policy = new Policy("case", Digest.of(Files.readAllBytes(file)), asked);
        Subject subject = CaseSubject.read(mapping(root, "subject"), reader);
        String rule = file.getParent().getFileName().toString();
        List<Finding> findings =
                reader.list(root.get("findings").orElseThrow(), "a list of findings").orElseThrow().stream()
                        .map(item -> finding(rule, (Yaml.Mapping) item, subject, name, reader))
                        .toList();
        if (!problems.isEmpty()) {
            throw refused(problems);
        }
        return new CaseFile(policy, subject, findings);
    }

    private static Finding finding(String rule, Yaml.Mapping item, Subject subject, String file, Values reader) {
        reader.onlyKeys(item, "finding", FINDING);
        String[] source = text(item, "source").split(":");
        return new Finding(
                rule,
                Severity.valueOf(text(item, "severity").toUpperCase(Locale.ROOT)),
                Outcome.valueOf(text(item, "outcome").toUpperCase(Locale.ROOT)),
                optional(item, "platform").map(Platform::parse),
                text(item, "expected"),
                text(item, "actual"),
                text(item, "message"),
                text(item, "fix"),
                new Place(file, Integer.parseInt(source[0]), Integer.parseInt(source[1])),
                optional(item, "learnt").map(word -> Learnt.valueOf(word.toUpperCase(Locale.ROOT))),
                Optional.of(digest(text(item, "digest"), subject)));
    }

    private static Digest digest(String name, Subject subject) {
        if (name.equals("index")) {
            return subject.digest();
        }
        Image image = subject.images().get(Integer.parseInt(name.replace("image ", "")) - 1);
        return image.descriptor().digest();
    }

    static Yaml.Mapping mapping(Yaml.Mapping parent, String key) {
        return (Yaml.Mapping) parent.get(key).orElseThrow(() -> new IllegalArgumentException(key + " is missing"));
    }

    static String text(Yaml.Mapping parent, String key) {
        return optional(parent, key).orElse("");
    }

    static Optional<String> optional(Yaml.Mapping parent, String key) {
        return parent.get(key).map(value -> ((Yaml.Scalar) value).text());
    }

    private static IllegalArgumentException refused(Problems problems) {
        return new IllegalArgumentException(String.join("\n", problems.lines()));
    }
}
