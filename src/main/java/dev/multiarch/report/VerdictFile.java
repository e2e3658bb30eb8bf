package dev.multiarch.report;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Severity;
import dev.multiarch.policy.Verdict;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A verdict on an image that {@link JsonReport} wrote, read back: what somebody must know of it who trusts it. The answer of
 * a merge holds one, too.
 *
 * @param digest of the document that was judged
 * @param outcome that it states
 * @param counts that it states, in the order of {@link Outcome}
 */
public record VerdictFile(
        Digest digest, List<Verdict.Judged> policies, Outcome outcome, List<Row> findings, List<Long> counts) {
    public static final int LARGEST = 16 << 20;

    static final String MERGE = "dev.multiarch.merge/v1";

    /**
     * One of its findings.
     *
     * @param platform empty where it is about the index, or about an entry whose platform can't be read
     * @param policies the names of those that ask for it
     * @param waived until when a waiver covers the failure
     */
    public record Row(
            String rule,
            Severity severity,
            Outcome outcome,
            Optional<Platform> platform,
            List<String> policies,
            String message,
            Optional<Instant> waived) {}

    /**
     * @param what names the file in messages
     * @throws dev.multiarch.text.FormatException if it is no verdict on an image
     */
    public static VerdictFile read(byte[] bytes, String what) {
        JsonObject json = Json.read(bytes, what);
        JsonObject verdict = json.text("schema").equals(MERGE) ? json.object("verdict") : json;
        if (!verdict.text("schema").equals(JsonReport.SCHEMA)) {
            throw verdict.problem(
                    "schema", "expected \"" + JsonReport.SCHEMA + "\", found \"" + verdict.text("schema") + "\"");
        }
        JsonObject counts = verdict.object("counts");
        return new VerdictFile(
                Digest.parse(verdict.object("subject").text("digest")),
                verdict.objects("policies").stream()
                        .map(policy -> new Verdict.Judged(policy.text("name"), Digest.parse(policy.text("digest"))))
                        .toList(),
                word(verdict, "outcome", Outcome.values()),
                verdict.objects("findings").stream().map(VerdictFile::row).toList(),
                Arrays.stream(Outcome.values())
                        .map(outcome -> counts.number(outcome.toString()))
                        .toList());
    }

    private static Row row(JsonObject finding) {
        return new Row(
                finding.text("rule"),
                word(finding, "severity", Severity.values()),
                word(finding, "outcome", Outcome.values()),
                finding.optionalText("platform").map(Platform::parse),
                finding.objects("sources").stream()
                        .map(source -> source.text("policy"))
                        .toList(),
                finding.text("message"),
                finding.optionalObject("waiver").map(VerdictFile::expires));
    }

    private static Instant expires(JsonObject waiver) {
        try {
            return Instant.parse(waiver.text("expires"));
        } catch (DateTimeException malformed) {
            throw waiver.problem("expires", "expected a time such as 2026-12-31T00:00:00Z");
        }
    }

    private static <T> T word(JsonObject json, String key, T[] all) {
        String text = json.text(key);
        return Arrays.stream(all)
                .filter(each -> each.toString().equals(text))
                .findFirst()
                .orElseThrow(() ->
                        json.problem(key, "expected one of " + Arrays.toString(all) + ", found \"" + text + "\""));
    }
}
