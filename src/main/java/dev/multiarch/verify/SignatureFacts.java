package dev.multiarch.verify;

import dev.multiarch.concurrent.AtOnce;
import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.policy.Subject;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.signature.CosignCheck;
import dev.multiarch.signature.FoundSignature;
import dev.multiarch.signature.FoundVerdict;
import dev.multiarch.signature.SignatureLookup;
import dev.multiarch.signature.Signatures;
import dev.multiarch.signature.Signer;
import dev.multiarch.signature.VerificationKey;
import dev.multiarch.signature.WantedSignature;
import dev.multiarch.step.Session;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks for the signatures that policies ask for, of a few manifests at once. */
final class SignatureFacts {
    private final Source source;
    private final Session tools;
    private final int parallel;
    private final Instant now = Instant.now();
    private final Signatures signatures;
    private CosignCheck cosign;

    /** One manifest, and who has to have signed it. */
    private record Asked(Digest subject, Signer by) {
        /** By hand, as those of {@link Digest}. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Asked same && subject.equals(same.subject) && by.equals(same.by);
        }

        @Override
        public int hashCode() {
            return subject.hashCode();
        }
    }

    SignatureFacts(Source source, Session tools, int parallel) {
        this.source = source;
        this.tools = tools;
        this.parallel = parallel;
        this.signatures = new Signatures(tools.registry());
    }

    /** So that it runs while the registry is asked. */
    static void prepare(List<WantedSignature> wanted) {
        for (WantedSignature each : wanted) {
            if (each.by() instanceof Signer.OfKey owner) {
                owner.key().prepare();
            }
        }
    }

    Subject read(Subject subject, List<WantedSignature> wanted) {
        if (source.isLocal()) {
            return subject.with(new SignatureLookup.Unknown(
                    "signatures and verdicts are kept in registries, next to the image, and this is a layout: push it,"
                            + " and judge it there"));
        }
        Set<Asked> asked = new LinkedHashSet<>();
        wanted.stream()
                .filter(each -> !each.verdict())
                .forEach(each ->
                        subject.within(each.scope()).forEach(digest -> asked.add(new Asked(digest, each.by()))));
        Reference repository = Reference.parse(source.name()).repositoryOnly();
        List<Asked> all = List.copyOf(asked);
        List<Fact<List<FoundSignature>>> found = AtOnce.map(all, parallel, each -> find(repository, each));
        Map<Asked, Fact<List<FoundSignature>>> known = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            known.put(all.get(i), found.get(i));
        }
        Map<Asked, Fact<List<FoundVerdict>>> verdicts = new HashMap<>();
        for (WantedSignature each : wanted) {
            if (each.verdict()) {
                var one = new Asked(subject.digest(), each.by());
                verdicts.computeIfAbsent(one, missing -> verdicts(repository, missing));
            }
        }
        return subject.with(new Known(known, verdicts, now));
    }

    /** What was found. */
    private record Known(
            Map<Asked, Fact<List<FoundSignature>>> found, Map<Asked, Fact<List<FoundVerdict>>> judged, Instant now)
            implements SignatureLookup {
        @Override
        public Fact<List<FoundSignature>> of(Digest subject, Signer by) {
            return found.getOrDefault(new Asked(subject, by), Fact.unknown("its signatures were not looked for"));
        }

        @Override
        public Fact<List<FoundVerdict>> verdicts(Digest subject, Signer by) {
            return judged.getOrDefault(new Asked(subject, by), Fact.unknown("its verdicts were not looked for"));
        }
    }

    /** One for all, as one that does not answer is not asked again; none where keys decide. */
    private synchronized CosignCheck cosign() {
        if (cosign == null) {
            cosign = new CosignCheck(tools.programs(), tools.environment(), CosignCheck.LIMIT);
        }
        return cosign;
    }

    private Fact<List<FoundVerdict>> verdicts(Reference repository, Asked asked) {
        Reference subject = repository.with(asked.subject());
        if (asked.by() instanceof Signer.Identity identity) {
            boolean plain = tools.hosts().mayBePlain(repository.registry());
            return cosign().verdicts(subject, identity, plain, now);
        }
        try {
            VerificationKey key = ((Signer.OfKey) asked.by()).key();
            List<FoundVerdict> all = signatures.attestations(subject, key::verifies, FoundVerdict.TYPES).stream()
                    .map(FoundVerdict::of)
                    .toList();
            return Fact.known(all, FactSource.REGISTRY);
        } catch (RegistryException e) {
            return Fact.unknown(e.getMessage());
        }
    }

    private Fact<List<FoundSignature>> find(Reference repository, Asked asked) {
        Reference subject = repository.with(asked.subject());
        if (asked.by() instanceof Signer.Identity identity) {
            boolean plain = tools.hosts().mayBePlain(repository.registry());
            return cosign().of(subject, identity, plain);
        }
        try {
            Signer.OfKey owner = (Signer.OfKey) asked.by();
            return Fact.known(signatures.of(subject, owner.key()), FactSource.REGISTRY);
        } catch (RegistryException e) {
            return Fact.unknown(e.getMessage());
        }
    }
}
