package dev.multiarch.policy.cases;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.signature.FoundSignature;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The signatures of a case's index or image, for any signer that the policy asks for: {@code signatures}, a list of those found, each
 * {@code state: valid}, {@code other} or {@code unread}, with {@code where} and {@code why}; or {@code {unknown: why}}.
 */
final class CaseSignatures {
    static final String SIGNATURES = "signatures";
    private static final List<String> KEYS = List.of("state", "where", "why");

    private CaseSignatures() {}

    static Fact<List<FoundSignature>> read(CaseFacts facts) {
        Optional<String> unknown = facts.unknown(SIGNATURES);
        if (unknown.isPresent()) {
            return Fact.unknown(unknown.get());
        }
        if (!facts.has(SIGNATURES)) {
            return Fact.known(List.of(), FactSource.REGISTRY);
        }
        List<FoundSignature> found =
                facts.items(SIGNATURES).stream().map(CaseSignatures::one).toList();
        return Fact.known(found, FactSource.REGISTRY);
    }

    private static FoundSignature one(CaseFacts facts) {
        facts.only("a signature", KEYS);
        return new FoundSignature(
                facts.parsed("state", word -> FoundSignature.State.valueOf(word.toUpperCase(Locale.ROOT)))
                        .orElse(FoundSignature.State.UNREAD),
                facts.text("where").orElse("a referrer"),
                facts.text("why").orElse(""));
    }
}
