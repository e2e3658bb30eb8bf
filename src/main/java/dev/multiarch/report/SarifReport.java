package dev.multiarch.report;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.json.SafeJson;
import dev.multiarch.policy.Finding;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Severity;
import dev.multiarch.policy.Verdict;
import dev.multiarch.policy.yaml.Place;
import dev.multiarch.text.FormatException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * SARIF 2.1.0 (OASIS) as GitHub's code scanning accepts it: what failed, could not be judged, or was waived. What passed is
 * no result, since code scanning shows each as an alert.
 */
final class SarifReport {
    /** GitHub refuses a run with more. */
    static final int MOST_RESULTS = 25_000;

    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
    private static final String PRESET = "preset ";

    private final Verdict verdict;
    private final Map<String, Integer> seen = new HashMap<>();

    SarifReport(Verdict verdict) {
        this.verdict = verdict;
    }

    byte[] print() {
        List<Finding> told = verdict.findings().stream()
                .filter(f -> VerdictSummary.isOpen(f) || f.outcome() == Outcome.WAIVED)
                .sorted(VerdictSummary.WORST_FIRST)
                .toList();
        List<Finding> shown = told.subList(0, Math.min(told.size(), MOST_RESULTS));
        List<String> rules =
                shown.stream().map(Finding::rule).distinct().sorted().toList();
        Map<String, Object> driver = new LinkedHashMap<>();
        driver.put("name", "multiarch");
        driver.put("rules", rules.stream().map(SarifReport::rule).toList());
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("tool", Map.of("driver", driver));
        run.put("automationDetails", Map.of("id", "multiarch/" + SafeJson.text(repository()) + "/"));
        run.put("columnKind", "unicodeCodePoints");
        run.put("invocations", List.of(invocation(told.size() - shown.size())));
        run.put("results", shown.stream().map(f -> result(f, rules)).toList());
        run.put("properties", properties());
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("$schema", SCHEMA);
        root.put("version", "2.1.0");
        root.put("runs", List.of(run));
        return SafeJson.write(root);
    }

    private static Map<String, Object> rule(String id) {
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("id", id);
        RulePage.of(id).ifPresent(page -> {
            rule.put("shortDescription", Map.of("text", page.summary()));
            Map<String, Object> help = new LinkedHashMap<>();
            help.put("text", page.markdown());
            help.put("markdown", page.markdown());
            rule.put("help", help);
        });
        return rule;
    }

    private static Map<String, Object> invocation(int left) {
        Map<String, Object> invocation = new LinkedHashMap<>();
        invocation.put("executionSuccessful", true);
        if (left > 0) {
            String text = left + " more results were left out: code scanning accepts " + MOST_RESULTS + " of a run.";
            invocation.put(
                    "toolExecutionNotifications", List.of(pair("level", "warning", "message", Map.of("text", text))));
        }
        return invocation;
    }

    private Map<String, Object> result(Finding finding, List<String> rules) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("ruleId", finding.rule());
        result.put("ruleIndex", rules.indexOf(finding.rule()));
        result.put("level", level(finding.severity()));
        result.put("message", Map.of("text", message(finding)));
        Map<String, Object> asked = physical(finding.source());
        Map<String, Object> shown = finding.origin().map(SarifReport::physical).orElse(asked);
        result.put(
                "locations", List.of(pair("physicalLocation", shown, "logicalLocations", List.of(subject(finding)))));
        List<Map<String, Object>> others = others(finding);
        if (!others.isEmpty()) {
            result.put("relatedLocations", others);
        }
        result.put("partialFingerprints", Map.of("multiarchFinding/v1", fingerprint(finding)));
        finding.waiver().ifPresent(waiver -> {
            Map<String, Object> suppression = pair("kind", "external", "status", "accepted");
            suppression.put("justification", SafeJson.text(waiver.owner() + ": " + waiver.reason()));
            result.put("suppressions", List.of(suppression));
        });
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("outcome", finding.outcome().toString());
        finding.platform().ifPresent(p -> more.put("platform", p.toString()));
        more.put("expected", SafeJson.text(finding.expected()));
        more.put("actual", SafeJson.text(finding.actual()));
        finding.digest().ifPresent(d -> more.put("digest", d.toString()));
        finding.learnt().ifPresent(how -> more.put("learnt", how.toString()));
        finding.claim().ifPresent(claim -> more.put("claim", SafeJson.text(claim.toString())));
        more.put(
                "policies",
                finding.askedBy().stream()
                        .map(asker -> SafeJson.text(asker.policy()))
                        .distinct()
                        .toList());
        result.put("properties", more);
        return result;
    }

    /** Where else it is asked for: the first policy where a line of a Dockerfile is shown, and every other policy. */
    private static List<Map<String, Object>> others(Finding finding) {
        List<Map<String, Object>> others = new ArrayList<>();
        if (finding.origin().isPresent()) {
            Map<String, Object> text = Map.of("text", "The policy that asks for it");
            others.add(pair("physicalLocation", physical(finding.source()), "message", text));
        }
        finding.askedBy().stream().skip(1).forEach(asker -> {
            Map<String, Object> text =
                    Map.of("text", SafeJson.text("The policy " + asker.policy() + " asks for it too"));
            others.add(pair("physicalLocation", physical(asker.place()), "message", text));
        });
        return others;
    }

    private static String message(Finding finding) {
        String platform = finding.platform().map(p -> " on " + p).orElse("");
        String unknown = finding.outcome() == Outcome.UNKNOWN ? "could not be judged: " : "";
        String fix = finding.fix().isEmpty() ? "" : " Fix: " + VerdictSummary.sentence(finding.fix());
        // Code scanning renders [text](1) in messages as links to locations.
        return (finding.rule() + platform + ": " + unknown + VerdictSummary.sentence(finding.message()) + fix)
                .replace("[", "\\[")
                .replace("]", "\\]");
    }

    private static String level(Severity severity) {
        return switch (severity) {
            case ERROR -> "error";
            case WARNING -> "warning";
            default -> "note";
        };
    }

    private static Map<String, Object> physical(Place place) {
        Map<String, Object> physical = new LinkedHashMap<>();
        physical.put("artifactLocation", Map.of("uri", uri(place.file())));
        if (place.line() > 0) {
            physical.put("region", pair("startLine", place.line(), "startColumn", Math.max(1, place.column())));
        }
        return physical;
    }

    private Map<String, Object> subject(Finding finding) {
        String platform = finding.platform().map(p -> " [" + p + "]").orElse("");
        return Map.of("fullyQualifiedName", SafeJson.text(verdict.subject().name()) + platform);
    }

    /** A preset's name is not a path: the path is that of its file in this project. */
    private static String uri(String file) {
        String path = file.startsWith(PRESET) ? "policies/" + file.substring(PRESET.length()) + ".yaml" : file;
        try {
            String absolute = path.startsWith("/") ? "file" : null;
            return new URI(absolute, absolute == null ? null : "", path, null).toASCIIString();
        } catch (URISyntaxException malformed) {
            return "policy";
        }
    }

    /** The same finding on the next build, whatever its tag, its digest and the policy's lines are by then. */
    private String fingerprint(Finding finding) {
        List<String> parts = new ArrayList<>(List.of(
                repository(),
                finding.rule(),
                finding.platform().map(Object::toString).orElse(""),
                finding.source().file()));
        if (verdict.subject() instanceof Verdict.OfDockerfiles) {
            finding.origin().ifPresent(origin -> parts.addAll(List.of(origin.file(), finding.message())));
        }
        String key = String.join("\n", parts);
        int nth = seen.merge(key, 1, Integer::sum);
        return Digest.of((key + "\n" + nth).getBytes(StandardCharsets.UTF_8))
                .toString()
                .replaceFirst(".*:", "");
    }

    private String repository() {
        String name = verdict.subject().name();
        if (verdict.subject() instanceof Verdict.OfDockerfiles) {
            return "dockerfile"; // a finding is the same whichever files a call names
        }
        try {
            return verdict.subject() instanceof Verdict.OfHost
                    ? name
                    : Reference.parse(name).name();
        } catch (FormatException elsewhere) {
            return name; // a layout's path, say
        }
    }

    private Map<String, Object> properties() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("subject", SafeJson.text(verdict.subject().name()));
        verdict.digest().ifPresent(d -> properties.put("digest", d.toString()));
        properties.put("outcome", verdict.outcome().toString());
        return properties;
    }

    /** In this order, which {@code Map.of} does not keep. */
    private static Map<String, Object> pair(String first, Object one, String second, Object two) {
        Map<String, Object> pair = new LinkedHashMap<>();
        pair.put(first, one);
        pair.put(second, two);
        return pair;
    }
}
