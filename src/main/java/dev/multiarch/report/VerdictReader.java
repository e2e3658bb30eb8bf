package dev.multiarch.report;

import dev.multiarch.fact.Claim;
import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.policy.Finding;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.RequiredBy;
import dev.multiarch.policy.Severity;
import dev.multiarch.policy.Verdict;
import dev.multiarch.policy.Waiver;
import dev.multiarch.policy.yaml.Place;
import dev.multiarch.text.FormatException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the whole of what {@link JsonReport} prints, also where it is part of a merge's answer. */
final class VerdictReader {
    private static final Pattern PLACE = Pattern.compile("(?s)(.*):(\\d{1,9}):(\\d{1,9})");

    private static final String WRITTEN = ". Fix: name a file that --report json=FILE wrote";
    private static final String MERGE = "dev.multiarch.merge/v1";

    private VerdictReader() {}

    static Optional<String> commit(byte[] bytes, String what) {
        return root(bytes, what).optionalLine("commit");
    }

    private static JsonObject root(byte[] bytes, String what) {
        JsonObject given = Json.read(bytes, what);
        boolean merge = given.schemaProblem(MERGE).isEmpty();
        return merge ? given.object("verdict") : given;
    }

    static Verdict read(byte[] bytes, String what) {
        JsonObject given = root(bytes, what);
        given.schemaProblem(JsonReport.SCHEMA).ifPresent(problem -> {
            throw given.problem("schema", problem + (problem.contains("Fix: ") ? "" : WRITTEN));
        });
        JsonObject root = given.ofSchema(JsonReport.SCHEMA);
        List<Verdict.Judged> policies = root.objects("policies").stream()
                .map(policy -> new Verdict.Judged(policy.text("name"), Digest.parse(policy.text("digest"))))
                .toList();
        if (policies.isEmpty()) {
            throw root.problem("policies", "expected at least one");
        }
        List<Finding> findings =
                root.objects("findings").stream().map(VerdictReader::finding).toList();
        var verdict = new Verdict(subject(root.object("subject")), policies, findings);
        String said = root.text("outcome");
        if (!verdict.outcome().toString().equals(said)) {
            throw root.problem(
                    "outcome", "it says " + said + ", but its findings make it " + verdict.outcome() + WRITTEN);
        }
        for (Outcome outcome : Outcome.values()) {
            long stated = root.object("counts").number(outcome.toString());
            long found = verdict.counts().of(outcome);
            if (stated != found) {
                throw root.problem(
                        "counts",
                        "it says " + stated + " " + outcome + ", but has " + found + " such findings" + WRITTEN);
            }
        }
        return verdict;
    }

    private static Verdict.Target subject(JsonObject json) {
        if (json.has("host")) {
            return new Verdict.OfHost(json.text("host"));
        }
        if (json.has("dockerfiles")) {
            Map<String, Digest> files = new LinkedHashMap<>();
            json.objects("dockerfiles")
                    .forEach(file -> files.put(file.text("file"), Digest.parse(file.text("digest"))));
            return new Verdict.OfDockerfiles(
                    files, json.texts("planned").stream().map(Platform::parse).toList());
        }
        Map<String, Integer> aside = new TreeMap<>();
        json.objects("setAside").forEach(kind -> aside.put(kind.text("kind"), (int) kind.number("count")));
        return new Verdict.OfIndex(
                json.text("reference"),
                json.optionalText("digest").map(Digest::parse),
                json.objects("platforms").stream().map(VerdictReader::leg).toList(),
                aside);
    }

    private static Verdict.Leg leg(JsonObject json) {
        return new Verdict.Leg(
                json.optionalText("platform").filter(text -> !text.isEmpty()).map(Platform::parse),
                Digest.parse(json.text("digest")),
                fact(json.object("compressedSize"), value -> value.number("value")),
                fact(json.object("layers"), value -> (int) value.number("value")),
                fact(json.object("emulated"), value -> value.flag("value")),
                fact(
                        json.object("seconds"),
                        value -> Duration.ofMillis(
                                Math.round(value.optionalDecimal("value").orElse(0d) * 1e3))));
    }

    private static <T> Fact<T> fact(JsonObject json, Function<JsonObject, T> value) {
        return json.has("value")
                ? new Fact<>(Optional.of(value.apply(json)), learnt(json), "", claim(json))
                : new Fact<>(Optional.empty(), Optional.empty(), json.text("unknown"));
    }

    /** Also empty for a way of learning that only a later version has a word for. */
    private static Optional<FactSource> learnt(JsonObject json) {
        return json.optionalText("learnt")
                .filter(word -> !json.isNewer()
                        || Arrays.stream(FactSource.values())
                                .anyMatch(one -> one.toString().equals(word)))
                .map(word -> constant(json, "learnt", FactSource.values()));
    }

    private static Finding finding(JsonObject json) {
        try {
            return new Finding(
                    json.text("rule"),
                    constant(json, "severity", Severity.values()),
                    constant(json, "outcome", Outcome.values()),
                    json.optionalText("platform").map(Platform::parse),
                    json.text("expected"),
                    json.text("actual"),
                    json.text("message"),
                    json.text("fix"),
                    place(json.text("source")),
                    learnt(json),
                    json.optionalText("digest").map(Digest::parse),
                    json.optionalObject("waiver").map(waiver -> waiver(waiver, json.text("rule"))),
                    json.optionalText("origin").map(VerdictReader::place),
                    claim(json),
                    json.objects("sources").stream()
                            .map(by -> new RequiredBy(by.text("policy"), place(by.text("place"))))
                            .toList());
        } catch (FormatException named) {
            throw named;
        } catch (IllegalArgumentException incomplete) {
            throw json.problem("outcome", String.valueOf(incomplete.getMessage()));
        }
    }

    private static Optional<Claim> claim(JsonObject json) {
        return json.optionalObject("claim")
                .map(claim -> new Claim(claim.text("plan"), Digest.parse(claim.text("record"))));
    }

    /** What it covers and how long it lasts is not printed. */
    private static Waiver waiver(JsonObject json, String rule) {
        try {
            return new Waiver(
                    rule,
                    List.of(),
                    json.text("reason"),
                    json.text("owner"),
                    Instant.parse(json.text("expires")),
                    Duration.ZERO,
                    place(json.text("source")));
        } catch (DateTimeException malformed) {
            throw json.problem("expires", "expected a time, such as 2027-01-01T00:00:00Z");
        }
    }

    private static Place place(String text) {
        Matcher place = PLACE.matcher(text);
        return place.matches() && Integer.parseInt(place.group(2)) > 0
                ? new Place(place.group(1), Integer.parseInt(place.group(2)), Integer.parseInt(place.group(3)))
                : new Place(text, 0, 0);
    }

    private static <E extends Enum<E>> E constant(JsonObject json, String key, E[] all) {
        String text = json.text(key);
        return Arrays.stream(all)
                .filter(one -> one.toString().equals(text))
                .findFirst()
                .orElseThrow(() ->
                        json.problem(key, "expected one of " + Arrays.toString(all) + ", found \"" + text + "\""));
    }
}
