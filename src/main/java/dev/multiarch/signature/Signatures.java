package dev.multiarch.signature;

import dev.multiarch.image.Reference;
import dev.multiarch.registry.KnownReferrers;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.request.RegistryException;
import java.util.List;
import java.util.Set;

/**
 * Finds the signatures of a manifest where cosign keeps them: as referrers, by the registry's API or under the tag that
 * is used without it, and under the tag of its first versions. None is believed before its key says so. Many threads may use it
 * at once.
 */
public final class Signatures {
    private final Registry registry;
    private final KnownReferrers referrers;

    public Signatures(Registry registry) {
        this.registry = registry;
        this.referrers = new KnownReferrers(registry);
    }

    /** Whether a signature of these bytes is one that counts. */
    @FunctionalInterface
    public interface Check {
        boolean verifies(byte[] signed, byte[] signature);
    }

    /**
     * Wherever they are.
     *
     * @param subject with a digest
     * @return up to the first that is valid
     * @throws RegistryException if the registry can't be asked
     */
    public List<FoundSignature> of(Reference subject, VerificationKey key) throws RegistryException {
        var search = new SignatureSearch(registry, referrers, subject, key::verifies, Set.of(Bundle.SIGNED));
        search.referrers();
        search.tag();
        return search.found();
    }

    /** Those that are referrers. */
    public List<FoundSignature> referring(Reference subject, Check check) throws RegistryException {
        var search = new SignatureSearch(registry, referrers, subject, check, Set.of(Bundle.SIGNED));
        search.referrers();
        return search.found();
    }

    /** Those under the tag of cosign's first versions. */
    public List<FoundSignature> tagged(Reference subject, Check check) throws RegistryException {
        var search = new SignatureSearch(registry, referrers, subject, check, Set.of(Bundle.SIGNED));
        search.tag();
        return search.found();
    }

    /**
     * All attestations of some types that are referrers, in whichever order the registry lists them.
     *
     * @param types their predicate types
     */
    public List<FoundAttestation> attestations(Reference subject, Check check, Set<String> types)
            throws RegistryException {
        var search = new SignatureSearch(registry, referrers, subject, check, types);
        search.referrers();
        return search.attestations();
    }
}
