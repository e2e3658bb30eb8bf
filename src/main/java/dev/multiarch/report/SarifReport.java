package dev.multiarch.report;

import dev.multiarch.json.SafeJson;
import dev.multiarch.policy.Finding;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
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

    private final String category;
    private final List<ImageVerdicts.Each> each;
    private final Map<String, Object> properties;
    private final SarifResults results = new SarifResults();

    /** A finding, and the subject that it is about. */
    private record Shown(Verdict verdict, Finding finding) {}

    SarifReport(Verdict verdict) {
        this(SarifResults.repository(verdict), List.of(ImageVerdicts.Each.of(verdict)), properties(verdict));
    }

    /** One run for all: of several runs in a file, code scanning takes only those with different categories. */
    SarifReport(ImageVerdicts images) {
        this(images.title(), images.each(), Map.of("outcome", images.outcome().toString()));
    }

    private SarifReport(String category, List<ImageVerdicts.Each> each, Map<String, Object> properties) {
        this.category = category;
        this.each = each;
        this.properties = properties;
    }

    byte[] print() {
        List<Shown> told = each.stream()
                .flatMap(image -> image.verdict().stream())
                .flatMap(verdict -> verdict.findings().stream().map(finding -> new Shown(verdict, finding)))
                .filter(t -> VerdictSummary.isOpen(t.finding()) || t.finding().outcome() == Outcome.WAIVED)
                .sorted(Comparator.comparing(Shown::finding, VerdictSummary.WORST_FIRST))
                .toList();
        List<Shown> shown = told.subList(0, Math.min(told.size(), MOST_RESULTS));
        List<String> rules =
                shown.stream().map(t -> t.finding().rule()).distinct().sorted().toList();
        Map<String, Object> driver = new LinkedHashMap<>();
        driver.put("name", "multiarch");
        driver.put("rules", rules.stream().map(SarifReport::rule).toList());
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("tool", Map.of("driver", driver));
        run.put("automationDetails", Map.of("id", "multiarch/" + SafeJson.text(category) + "/"));
        run.put("columnKind", "unicodeCodePoints");
        run.put("invocations", List.of(invocation(told.size() - shown.size())));
        run.put(
                "results",
                shown.stream()
                        .map(t -> results.result(t.verdict(), t.finding(), rules))
                        .toList());
        run.put("properties", properties);
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

    private Map<String, Object> invocation(int left) {
        Map<String, Object> invocation = new LinkedHashMap<>();
        List<Map<String, Object>> notes = new ArrayList<>();
        each.stream()
                .filter(image -> image.verdict().isEmpty())
                .forEach(image -> notes.add(note("error", image.reference() + ": " + image.failure())));
        invocation.put("executionSuccessful", notes.isEmpty());
        if (left > 0) {
            notes.add(note(
                    "warning",
                    left + " more results were left out: code scanning accepts " + MOST_RESULTS + " of a run."));
        }
        if (!notes.isEmpty()) {
            invocation.put("toolExecutionNotifications", notes);
        }
        return invocation;
    }

    private static Map<String, Object> note(String level, String text) {
        return SarifResults.pair("level", level, "message", Map.of("text", SafeJson.text(text)));
    }

    private static Map<String, Object> properties(Verdict verdict) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("subject", SafeJson.text(verdict.subject().name()));
        verdict.digest().ifPresent(d -> properties.put("digest", d.toString()));
        properties.put("outcome", verdict.outcome().toString());
        return properties;
    }
}
