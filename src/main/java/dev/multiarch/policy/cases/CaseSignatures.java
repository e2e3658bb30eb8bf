package dev.multiarch.policy.cases;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Digest;
import dev.multiarch.signature.FoundSignature;
import dev.multiarch.signature.FoundVerdict;
import dev.multiarch.signature.Insistence;
import dev.multiarch.signature.SignatureLookup;
import dev.multiarch.signature.Signer;
import dev.multiarch.signature.VerificationSummary;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The signatures of a case's index or image, for any signer that the policy asks for: {@code signatures}, a list of those found, each
 * {@code state: valid}, {@code other} or {@code unread}, with {@code where} and {@code why}; or {@code {unknown: why}}.
 */
record CaseSignatures(Map<Digest, Fact<List<FoundSignature>>> found, Fact<List<FoundVerdict>> judged, Instant now)
        implements SignatureLookup {
    static final String SIGNATURES = "signatures";
    static final String VERDICTS = "verdicts";
    private static final List<String> KEYS = List.of("state", "where", "why");

    private static final List<String> OF_VERDICT = List.of(
            "state", "where", "why", "result", "at", "policies", "unjudged", "by", "tags", "verifier", "resource");

    @Override
    public Fact<List<FoundSignature>> of(Digest subject, Signer by) {
        return found.getOrDefault(subject, Fact.unknown("the case does not say"));
    }

    @Override
    public Fact<List<FoundVerdict>> verdicts(Digest subject, Signer by) {
        return judged;
    }

    /** Of the index: each a signature with {@code result}, {@code at} and {@code policies}, or with {@code unjudged} (the
     * reason), {@code at}, {@code by} and {@code tags}. */
    static Fact<List<FoundVerdict>> verdicts(CaseFacts facts) {
        Optional<String> unknown = facts.unknown(VERDICTS);
        if (unknown.isPresent()) {
            return Fact.unknown(unknown.get());
        }
        List<FoundVerdict> all =
                facts.items(VERDICTS).stream().map(CaseSignatures::verdict).toList();
        return Fact.known(all, FactSource.REGISTRY);
    }

    private static FoundVerdict verdict(CaseFacts facts) {
        facts.only("a verdict", OF_VERDICT);
        FoundSignature proof = signature(facts);
        Optional<Instant> at = facts.parsed("at", Instant::parse);
        boolean valid = proof.state() == FoundSignature.State.VALID;
        Optional<Insistence> insisted = facts.text("unjudged")
                .map(reason -> new Insistence(
                        reason,
                        facts.text("by").orElse(Insistence.NOT_KNOWN),
                        at.orElse(Instant.EPOCH),
                        facts.texts("tags", text -> text)));
        return new FoundVerdict(
                proof,
                valid && insisted.isEmpty()
                        ? Optional.of(new VerificationSummary(
                                facts.text("result").equals(Optional.of("PASSED")),
                                at.orElse(Instant.EPOCH),
                                facts.texts("policies", text -> text),
                                facts.text("verifier").orElse(""),
                                facts.text("resource").orElse("")))
                        : Optional.empty(),
                insisted.filter(note -> valid));
    }

    static Fact<List<FoundSignature>> read(CaseFacts facts) {
        Optional<String> unknown = facts.unknown(SIGNATURES);
        if (unknown.isPresent()) {
            return Fact.unknown(unknown.get());
        }
        List<FoundSignature> found =
                facts.items(SIGNATURES).stream().map(CaseSignatures::one).toList();
        return Fact.known(found, FactSource.REGISTRY);
    }

    private static FoundSignature one(CaseFacts facts) {
        return signature(facts.only("a signature", KEYS));
    }

    private static FoundSignature signature(CaseFacts facts) {
        return new FoundSignature(
                facts.parsed("state", word -> FoundSignature.State.valueOf(word.toUpperCase(Locale.ROOT)))
                        .orElse(FoundSignature.State.UNREAD),
                facts.text("where").orElse("a referrer"),
                facts.text("why").orElse(""));
    }
}
