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

/** Findings as results of SARIF, each with a fingerprint that stays the same on the next build. */
final class SarifResults {
    private static final String PRESET = "preset ";

    private final Map<String, Integer> seen = new HashMap<>();

    /** @param rules the ids, as the run lists them */
    Map<String, Object> result(Verdict verdict, Finding finding, List<String> rules) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("ruleId", finding.rule());
        result.put("ruleIndex", rules.indexOf(finding.rule()));
        result.put("level", level(finding.severity()));
        result.put("message", Map.of("text", message(finding)));
        Map<String, Object> asked = physical(finding.source());
        Map<String, Object> shown = finding.origin().map(SarifResults::physical).orElse(asked);
        result.put(
                "locations",
                List.of(pair("physicalLocation", shown, "logicalLocations", List.of(subject(verdict, finding)))));
        List<Map<String, Object>> others = others(finding);
        if (!others.isEmpty()) {
            result.put("relatedLocations", others);
        }
        result.put("partialFingerprints", Map.of("multiarchFinding/v1", fingerprint(verdict, finding)));
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

    private static Map<String, Object> subject(Verdict verdict, Finding finding) {
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
    private String fingerprint(Verdict verdict, Finding finding) {
        List<String> parts = new ArrayList<>(List.of(
                repository(verdict),
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

    /** What alerts are grouped by: an image without its tag. */
    static String repository(Verdict verdict) {
        if (verdict.subject() instanceof Verdict.OfDockerfiles) {
            return "dockerfile"; // a finding is the same whichever files a call names
        }
        String name = verdict.subject().name();
        return verdict.subject() instanceof Verdict.OfHost ? name : repository(name);
    }

    static String repository(String reference) {
        try {
            return Reference.parse(reference).name();
        } catch (FormatException elsewhere) {
            return reference; // a layout's path, say
        }
    }

    /** In this order, which {@code Map.of} does not keep. */
    static Map<String, Object> pair(String first, Object one, String second, Object two) {
        Map<String, Object> pair = new LinkedHashMap<>();
        pair.put(first, one);
        pair.put(second, two);
        return pair;
    }
}
