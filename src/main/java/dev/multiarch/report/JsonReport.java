package dev.multiarch.report;

import dev.multiarch.fact.Claim;
import dev.multiarch.fact.Fact;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.json.SafeJson;
import dev.multiarch.policy.Counts;
import dev.multiarch.policy.Finding;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.RequiredBy;
import dev.multiarch.policy.Verdict;
import dev.multiarch.policy.Waiver;
import dev.multiarch.text.Printable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

final class JsonReport {
    static final String SCHEMA = "dev.multiarch.verdict/v1";

    private static final int LONGEST = 2_000;

    private JsonReport() {}

    /** @param context when and where the verdict came about, where that is known */
    static byte[] print(Verdict verdict, Optional<ReportContext> context) {
        return SafeJson.write(tree(verdict, context));
    }

    static Map<String, Object> tree(Verdict verdict, Optional<ReportContext> context) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("schema", SCHEMA);
        origin(root, context);
        root.put("subject", subject(verdict));
        root.put("policies", verdict.policies().stream().map(JsonReport::policy).toList());
        root.put("outcome", verdict.outcome().toString());
        root.put(
                "findings", verdict.findings().stream().map(JsonReport::finding).toList());
        root.put("counts", counts(verdict));
        return root;
    }

    /** Where it was judged. */
    static void origin(Map<String, Object> root, Optional<ReportContext> context) {
        context.flatMap(ReportContext::commit).ifPresent(commit -> root.put("commit", SafeJson.text(commit)));
        context.flatMap(ReportContext::run).ifPresent(run -> root.put("run", SafeJson.text(run)));
    }

    private static Map<String, Object> subject(Verdict verdict) {
        Map<String, Object> subject = new LinkedHashMap<>();
        if (verdict.subject() instanceof Verdict.OfDockerfiles files) {
            subject.put(
                    "dockerfiles",
                    files.files().entrySet().stream().map(JsonReport::file).toList());
            subject.put(
                    "planned", files.planned().stream().map(Platform::toString).toList());
            return subject;
        }
        String kind = verdict.subject() instanceof Verdict.OfHost ? "host" : "reference";
        subject.put(kind, SafeJson.text(verdict.subject().name()));
        put(subject, "digest", verdict.digest());
        if (verdict.subject() instanceof Verdict.OfIndex index) {
            subject.put("platforms", index.legs().stream().map(JsonReport::leg).toList());
            if (!index.aside().isEmpty()) {
                subject.put("setAside", aside(index.aside()));
            }
        }
        return subject;
    }

    private static Map<String, Object> file(Map.Entry<String, Digest> file) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", SafeJson.text(file.getKey()));
        json.put("digest", file.getValue().toString());
        return json;
    }

    private static List<Map<String, Object>> aside(Map<String, Integer> kinds) {
        return kinds.entrySet().stream()
                .map(kind -> Map.<String, Object>of("kind", SafeJson.text(kind.getKey()), "count", kind.getValue()))
                .toList();
    }

    private static Map<String, Object> leg(Verdict.Leg leg) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("platform", leg.platform().map(Platform::toString).orElse(""));
        json.put("digest", leg.digest().toString());
        json.put("compressedSize", fact(leg.size(), size -> size));
        json.put("layers", fact(leg.layers(), count -> count));
        json.put("emulated", fact(leg.emulated(), flag -> flag));
        json.put("seconds", fact(leg.duration(), time -> time.toMillis() / 1e3));
        return json;
    }

    /** {@code {"value": …, "learnt": "record"}} or {@code {"unknown": "why"}}, as in a build record. */
    static <T> Map<String, Object> fact(Fact<T> fact, Function<T, Object> value) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (fact.isKnown()) {
            json.put("value", value.apply(fact.value().orElseThrow()));
            put(json, "learnt", fact.learnt());
            fact.claim().ifPresent(claim -> json.put("claim", claim(claim)));
        } else {
            json.put("unknown", SafeJson.text(Printable.cut(fact.reason(), LONGEST)));
        }
        return json;
    }

    static Map<String, Object> policy(Verdict.Judged policy) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", SafeJson.text(policy.name()));
        json.put("digest", policy.digest().toString());
        return json;
    }

    private static Map<String, Object> finding(Finding finding) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rule", finding.rule());
        json.put("severity", finding.severity().toString());
        json.put("outcome", finding.outcome().toString());
        put(json, "platform", finding.platform());
        json.put("expected", SafeJson.text(finding.expected()));
        json.put("actual", SafeJson.text(finding.actual()));
        json.put("message", SafeJson.text(finding.message()));
        json.put("fix", SafeJson.text(finding.fix()));
        json.put("source", SafeJson.text(finding.source().toString()));
        json.put("sources", finding.askedBy().stream().map(JsonReport::asker).toList());
        put(json, "learnt", finding.learnt());
        finding.claim().ifPresent(claim -> json.put("claim", claim(claim)));
        put(json, "digest", finding.digest());
        finding.origin().ifPresent(line -> json.put("origin", SafeJson.text(line.toString())));
        finding.waiver().ifPresent(waiver -> json.put("waiver", waiver(waiver)));
        return json;
    }

    private static Map<String, Object> asker(RequiredBy by) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("policy", SafeJson.text(by.policy()));
        json.put("place", SafeJson.text(by.place().toString()));
        return json;
    }

    private static Map<String, Object> claim(Claim claim) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("plan", SafeJson.text(claim.plan()));
        json.put("record", claim.record().toString());
        return json;
    }

    private static Map<String, Object> waiver(Waiver waiver) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("owner", SafeJson.text(waiver.owner()));
        json.put("reason", SafeJson.text(waiver.reason()));
        json.put("expires", waiver.expires().toString());
        json.put("source", SafeJson.text(waiver.source().toString()));
        return json;
    }

    private static Map<String, Object> counts(Verdict verdict) {
        Counts counts = verdict.counts();
        Map<String, Object> json = new LinkedHashMap<>();
        for (Outcome outcome : List.of(Outcome.values())) {
            json.put(outcome.toString(), counts.of(outcome));
        }
        return json;
    }

    private static void put(Map<String, Object> json, String key, Optional<?> value) {
        value.ifPresent(known -> json.put(key, known.toString()));
    }
}
