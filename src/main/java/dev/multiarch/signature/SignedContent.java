package dev.multiarch.signature;

import dev.multiarch.image.Digest;
import dev.multiarch.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What somebody signed, taken out of the form that it is kept in.
 *
 * @param bytes that were signed
 * @param signatures of them
 * @param about the digests that it speaks of
 * @param type what it says of them: {@link Bundle#SIGNED}, or the predicate type of an attestation
 * @param statement the in-toto statement; empty where there is none
 * @param refused why it is not a signature of an image, with any key; empty where it is one
 */
record SignedContent(
        byte[] bytes,
        List<byte[]> signatures,
        Set<Digest> about,
        String type,
        byte[] statement,
        Optional<String> refused) {
    private static final String ANOTHER = "it was signed with another key";

    /** Why an attestation does not count as a signature. */
    static String attested(String type) {
        return "it is an attestation (" + type + "), not a signature";
    }

    /** What it says, where that is proved. */
    FoundAttestation attestation(FoundSignature proof) {
        boolean says = proof.state() == FoundSignature.State.VALID && !type.equals(Bundle.SIGNED);
        return new FoundAttestation(
                proof,
                type,
                says
                        ? Optional.of(
                                Json.read(statement, "the signed statement").object("predicate"))
                        : Optional.empty());
    }

    /** A signature that says nothing else. */
    static SignedContent plain(byte[] bytes, byte[] signature, Digest about, Optional<String> refused) {
        return new SignedContent(bytes, List.of(signature), Set.of(about), Bundle.SIGNED, new byte[0], refused);
    }

    /**
     * What it proves of this manifest.
     *
     * @param wanted the types of which it has to be one
     */
    FoundSignature by(Signatures.Check check, Set<String> wanted, Digest subject, String where) {
        if (refused.isPresent()) {
            return FoundSignature.other(where, refused.get());
        }
        if (!wanted.contains(type)) {
            return FoundSignature.other(
                    where,
                    wanted.contains(Bundle.SIGNED)
                            ? attested(type)
                            : "it is an attestation (" + type + "), not "
                                    + wanted.stream().sorted().collect(Collectors.joining(" or ")));
        }
        if (!about.contains(subject)) {
            String found =
                    about.isEmpty() ? "no digest" : about.iterator().next().toString();
            return FoundSignature.other(where, "it is about " + found + ", not about " + subject);
        }
        return signatures.stream().anyMatch(signature -> check.verifies(bytes, signature))
                ? FoundSignature.valid(where)
                : FoundSignature.other(where, ANOTHER);
    }
}
