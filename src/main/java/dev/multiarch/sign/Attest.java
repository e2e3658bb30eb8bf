package dev.multiarch.sign;

import dev.multiarch.image.Reference;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Verdict;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.report.Reports;
import dev.multiarch.signature.FoundSignature.State;
import dev.multiarch.signature.Insistence;
import dev.multiarch.signature.Signatures;
import dev.multiarch.signature.VerificationKey;
import dev.multiarch.signature.VerificationSummary;
import dev.multiarch.step.Session;
import dev.multiarch.step.StepFailed;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Attaches a verdict to an index by cosign: as verification summary (SLSA 1.1), which other tools read, and whole. A verdict
 * that is not a pass is attached as FAILED.
 */
final class Attest {
    /** The predicate type of the whole verdict. */
    static final String WHOLE = "urn:dev.multiarch:verdict:v1";

    private static final String TIME = "timeVerified";
    private static final List<String> TIMES = List.of(TIME, Insistence.AT);
    private static final int ATTEMPTS = 3;

    /** Of bytes: registries and readers take bundles of 1 MiB, in base64. */
    private static final int LARGEST = 512 << 10;

    private static final int MOST_FINDINGS = 200;

    private final Session tools;
    private final Cosign cosign;
    private final Bundles bundles;

    Attest(Session tools, Cosign cosign, Bundles bundles) {
        this.tools = tools;
        this.cosign = cosign;
        this.bundles = bundles;
    }

    void attach(Reference index, Verdict verdict) throws StepFailed, ArtifactRefused {
        Optional<VerificationKey> key = cosign.key();
        Map<String, Object> summary = summary(index, verdict, Instant.now());
        byte[] json = Reports.json(verdict);
        byte[] whole = json.length > LARGEST ? Reports.json(verdict.worst(MOST_FINDINGS)) : json;
        attach(index, key, WHOLE, whole);
        attach(index, key, VerificationSummary.TYPE, Json.write(summary));
        tools.progress()
                .accept("attached the verdict " + summary.get("verificationResult") + " to " + index
                        + key.map(owner -> " with the " + owner).orElse(""));
        tools.timings().ended("attach the verdict");
    }

    void attach(Reference index, Insistence insistence) throws StepFailed, ArtifactRefused {
        Optional<VerificationKey> key = cosign.key();
        attach(index, key, Insistence.TYPE, Json.write(insistence.predicate()));
        tools.progress()
                .accept("attached to " + index + " that it is published unjudged"
                        + key.map(owner -> ", with the " + owner).orElse(""));
        tools.timings().ended("attach the reason");
    }

    static Map<String, Object> summary(Reference index, Verdict verdict, Instant now) {
        // Without a finding nothing was judged, and nothing failed either.
        boolean passed =
                verdict.outcome() == Outcome.PASS && !verdict.findings().isEmpty();
        List<Map<String, Object>> policies = verdict.policies().stream()
                .map(each -> Map.of(
                        "name",
                        each.name(),
                        "digest",
                        Map.of(each.digest().algorithm(), each.digest().hex())))
                .toList();
        Map<String, Object> policy = new LinkedHashMap<>();
        policy.put(
                "uri",
                verdict.policies().stream()
                        .map(Verdict.Judged::name)
                        .collect(Collectors.joining(",", "urn:dev.multiarch:policy:", "")));
        if (policies.size() == 1) {
            policy.put("digest", policies.get(0).get("digest"));
        }
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("verifier", Map.of("id", "urn:dev.multiarch:verify"));
        summary.put(TIME, now.truncatedTo(ChronoUnit.SECONDS).toString());
        summary.put("resourceUri", "oci://" + index);
        summary.put("policy", policy);
        summary.put("verificationResult", passed ? "PASSED" : "FAILED");
        summary.put("verifiedLevels", List.of(passed ? "MULTIARCH_POLICY" : "FAILED"));
        summary.put(VerificationSummary.POLICIES, policies);
        return summary;
    }

    private void attach(Reference index, Optional<VerificationKey> key, String type, byte[] predicate)
            throws StepFailed, ArtifactRefused {
        JsonObject ours = Json.read(predicate, what(type));
        // The same verdict needs no second one; without a key nobody can tell whose it is.
        if (key.isPresent() && isNewest(attached(tools.registry(), index, key, type), ours, Instant.now())) {
            return;
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            push(index, type, predicate);
            if (isAmong(attached(tools.registry(), index, key, type), ours)
                    || isAmong(attached(tools.registry().doubting(), index, key, type), ours)) {
                return;
            }
        }
        throw new StepFailed("cosign attached " + what(type) + " to " + index + " " + ATTEMPTS
                + " times and ended with 0, and the registry does not have it. Fix: let nobody else sign there at the"
                + " same time");
    }

    private void push(Reference index, String type, byte[] predicate) throws StepFailed, ArtifactRefused {
        try {
            cosign.attest(index, type, predicate, tools.hosts().mayBePlain(index.registry()));
            bundles.took(index);
        } catch (ArtifactRefused e) {
            bundles.refused(index, what(type) + " on " + index, e);
        }
    }

    private static List<JsonObject> attached(
            Registry registry, Reference index, Optional<VerificationKey> key, String type) throws StepFailed {
        Signatures.Check check =
                key.<Signatures.Check>map(owner -> owner::verifies).orElse((bytes, made) -> true);
        try {
            return new Signatures(registry)
                    .attestations(index, check, Set.of(type)).stream()
                            .filter(found -> found.proof().state() == State.VALID)
                            .flatMap(found -> found.predicate().stream())
                            .toList();
        } catch (RegistryException e) {
            throw new StepFailed(
                    "whether " + what(type) + " is attached to " + index + " can't be read: " + e.getMessage(), e);
        }
    }

    private static boolean isAmong(List<JsonObject> attached, JsonObject ours) {
        return attached.stream().anyMatch(theirs -> plain(theirs.members()).equals(plain(ours.members())));
    }

    /** A pass after a failure is attached again, as the newest one decides; those dated in the future don't count. */
    static boolean isNewest(List<JsonObject> all, JsonObject ours, Instant now) {
        List<JsonObject> attached = all.stream()
                .filter(theirs -> time(theirs)
                        .filter(at -> VerificationSummary.isInFuture(at, now))
                        .isEmpty())
                .toList();
        Optional<Instant> newest =
                attached.stream().flatMap(theirs -> time(theirs).stream()).max(Comparator.naturalOrder());
        return attached.stream()
                .filter(theirs -> time(theirs).equals(newest))
                .anyMatch(theirs -> plain(timeless(theirs)).equals(plain(timeless(ours))));
    }

    /** The same verdict at another time is the same verdict. */
    private static Map<String, Object> timeless(JsonObject predicate) {
        Map<String, Object> rest = new LinkedHashMap<>(predicate.members());
        rest.keySet().removeAll(TIMES);
        return rest;
    }

    /** Empty too for what is not a time: nobody knows whether that one is the newest. */
    private static Optional<Instant> time(JsonObject predicate) {
        Optional<String> text = TIMES.stream()
                .flatMap(key -> predicate.optionalText(key).stream())
                .findFirst();
        try {
            return text.map(OffsetDateTime::parse).map(OffsetDateTime::toInstant);
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }

    private static String what(String type) {
        return type.equals(Insistence.TYPE) ? "the reason of --unjudged" : "the verdict";
    }

    /** cosign writes the number 12.0 as 12. */
    private static Object plain(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> members = new LinkedHashMap<>();
            map.forEach((key, member) -> members.put(key, plain(member)));
            return members;
        }
        if (value instanceof List<?> items) {
            List<Object> all = new ArrayList<>();
            items.forEach(item -> all.add(plain(item)));
            return all;
        }
        return value instanceof Number number ? Double.valueOf(number.doubleValue()) : value;
    }
}
