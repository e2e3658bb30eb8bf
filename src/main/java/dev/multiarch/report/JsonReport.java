package dev.multiarch.report;

import dev.multiarch.image.Json;
import dev.multiarch.policy.Finding;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

final class JsonReport {
    private static final String SCHEMA = "dev.multiarch.verdict/v1";

    private JsonReport() {}

    static byte[] print(Verdict verdict) {
        Map<String, Object> subject = new LinkedHashMap<>();
        String kind = verdict.subject() instanceof Verdict.OfHost ? "host" : "reference";
        subject.put(kind, text(verdict.subject().name()));
        put(subject, "digest", verdict.digest());
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("schema", SCHEMA);
        root.put("subject", subject);
        root.put("policies", verdict.policies().stream().map(JsonReport::policy).toList());
        root.put("outcome", verdict.outcome().toString());
        root.put(
                "findings", verdict.findings().stream().map(JsonReport::finding).toList());
        root.put("counts", counts(verdict));
        return harmless(new String(Json.write(root), StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, Object> policy(Verdict.Judged policy) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", text(policy.name()));
        json.put("digest", policy.digest().toString());
        return json;
    }

    private static Map<String, Object> finding(Finding finding) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rule", finding.rule());
        json.put("severity", finding.severity().toString());
        json.put("outcome", finding.outcome().toString());
        put(json, "platform", finding.platform());
        json.put("expected", text(finding.expected()));
        json.put("actual", text(finding.actual()));
        json.put("message", text(finding.message()));
        json.put("fix", text(finding.fix()));
        json.put("source", text(finding.source().toString()));
        put(json, "learnt", finding.learnt());
        put(json, "digest", finding.digest());
        return json;
    }

    private static Map<String, Object> counts(Verdict verdict) {
        Map<String, Object> counts = new LinkedHashMap<>();
        for (Outcome outcome : List.of(Outcome.values())) {
            counts.put(outcome.toString(), verdict.count(outcome));
        }
        return counts;
    }

    private static void put(Map<String, Object> json, String key, Optional<?> value) {
        value.ifPresent(known -> json.put(key, known.toString()));
    }

    /** Half a surrogate pair can't be written as UTF-8, and JSON from a registry may well hold one. */
    private static String text(String text) {
        var whole = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.getType(c) == Character.SURROGATE ? '\ufffd' : c)
                .forEach(whole::appendCodePoint);
        return whole.toString();
    }

    /** All that is escaped here can only stand inside strings, where an escape means the same. */
    private static String harmless(String json) {
        var safe = new StringBuilder(json.length());
        json.codePoints().forEach(c -> {
            int type = Character.getType(c);
            boolean hides = type == Character.FORMAT
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR
                    || type == Character.CONTROL && c != '\n';
            if (hides) {
                Character.toString(c).chars().forEach(unit -> safe.append(String.format("\\u%04x", unit)));
            } else {
                safe.appendCodePoint(c);
            }
        });
        return safe.toString().replace("##[", "\\u0023\\u0023[");
    }
}
