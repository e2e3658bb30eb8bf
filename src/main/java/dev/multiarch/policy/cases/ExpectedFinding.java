package dev.multiarch.policy.cases;

import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.Finding;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Severity;
import dev.multiarch.policy.Subject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a case expects of one finding, as texts by the keys that a case writes them under; what is not there is not compared.
 */
record ExpectedFinding(Map<String, String> texts) {
    static final List<String> KEYS = List.of(
            "rule",
            "severity",
            "outcome",
            "platform",
            "expected",
            "actual",
            "message",
            "fix",
            "source",
            "learnt",
            "digest",
            "line");

    /**
     * @param rule of a finding that names none
     * @param whole whether what is not written is expected to be empty
     */
    static ExpectedFinding read(CaseFacts facts, Optional<String> rule, boolean whole) {
        facts.only("a finding", KEYS);
        Map<String, String> texts = new LinkedHashMap<>();
        for (String key : KEYS) {
            Optional<String> text =
                    switch (key) {
                        case "platform" -> facts.parsed(key, Platform::parse).map(Platform::toString);
                        case "severity" -> word(facts, key, Severity.values());
                        case "outcome" -> word(facts, key, Outcome.values());
                        case "learnt" -> word(facts, key, FactSource.values());
                        case "rule" -> facts.text(key).or(() -> rule);
                        default -> facts.text(key);
                    };
            text.or(() -> Optional.of("").filter(empty -> whole)).ifPresent(value -> texts.put(key, value));
        }
        if (!facts.has("outcome") || !texts.containsKey("rule")) {
            facts.values()
                    .problem(
                            facts.tree().place(),
                            "a finding lacks the key \"" + (facts.has("outcome") ? "rule" : "outcome") + "\"");
        }
        return new ExpectedFinding(texts);
    }

    private static Optional<String> word(CaseFacts facts, String key, Enum<?>... words) {
        List<String> known = Stream.of(words).map(Object::toString).toList();
        return facts.text(key).map(text -> text.toLowerCase(Locale.ROOT)).filter(text -> {
            if (!known.contains(text)) {
                facts.values().unknown(facts.tree().place(), key, text, "", known);
            }
            return known.contains(text);
        });
    }

    /** A finding as a case writes it: its place without the case's own file, its entry by number. */
    static ExpectedFinding of(Finding finding, String file, Subject subject) {
        Map<String, String> texts = new LinkedHashMap<>();
        String source = finding.source().toString();
        texts.put("rule", finding.rule());
        texts.put("severity", finding.severity().toString());
        texts.put("outcome", finding.outcome().toString());
        texts.put("platform", finding.platform().map(Platform::toString).orElse(""));
        texts.put("expected", finding.expected());
        texts.put("actual", finding.actual());
        texts.put("message", finding.message());
        texts.put("fix", finding.fix());
        texts.put("source", source.startsWith(file + ":") ? source.substring(file.length() + 1) : source);
        texts.put("learnt", finding.learnt().map(FactSource::toString).orElse(""));
        texts.put("line", finding.rule().startsWith("dockerfile.") ? line(finding) : "");
        texts.put(
                "digest", finding.digest().map(digest -> named(digest, subject)).orElse(""));
        return new ExpectedFinding(texts);
    }

    private static String line(Finding finding) {
        return finding.origin().map(place -> Integer.toString(place.line())).orElse("");
    }

    private static String named(Digest digest, Subject subject) {
        for (int i = 0; i < subject.images().size(); i++) {
            if (subject.images().get(i).descriptor().digest().equals(digest)) {
                return "image " + (i + 1);
            }
        }
        return digest.equals(subject.digest()) ? "index" : digest.toString();
    }

    boolean matches(ExpectedFinding actual) {
        return texts.entrySet().stream().allMatch(each -> each.getValue().equals(actual.texts.get(each.getKey())));
    }

    /** Whether this is most likely the finding that was meant, though something of it differs. */
    boolean resembles(ExpectedFinding actual) {
        return same(actual, "rule") && same(actual, "platform");
    }

    private boolean same(ExpectedFinding actual, String key) {
        String own = texts.get(key);
        return own == null || own.equals(actual.texts.get(key));
    }

    boolean isOpen() {
        return List.of("fail", "unknown").contains(texts.get("outcome"));
    }

    /** A line for each text that differs. */
    List<String> differences(ExpectedFinding actual) {
        return texts.entrySet().stream()
                .filter(each -> !each.getValue().equals(actual.texts.get(each.getKey())))
                .map(each -> actual.name() + " " + each.getKey() + ": expected \"" + each.getValue() + "\", found \""
                        + actual.texts.get(each.getKey()) + "\"")
                .toList();
    }

    /** {@code fail image.config-match [linux/arm64]}. */
    String name() {
        String platform = texts.getOrDefault("platform", "");
        return Stream.of(texts.get("outcome"), texts.get("rule"), platform.isEmpty() ? null : "[" + platform + "]")
                .filter(word -> word != null)
                .collect(Collectors.joining(" "));
    }

    String message() {
        return texts.getOrDefault("message", "");
    }
}
