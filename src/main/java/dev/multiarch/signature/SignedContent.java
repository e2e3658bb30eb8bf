package dev.multiarch.signature;

import dev.multiarch.image.Digest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What somebody signed, taken out of the form that it is kept in.
 *
 * @param bytes that were signed
 * @param signatures of them
 * @param about the digests that it speaks of
 * @param refused why it is not a signature of an image, with any key; empty where it is one
 */
record SignedContent(byte[] bytes, List<byte[]> signatures, Set<Digest> about, Optional<String> refused) {
    private static final String ANOTHER = "it was signed with another key";

    /** What it proves of this manifest. */
    FoundSignature by(Signatures.Check check, Digest subject, String where) {
        if (refused.isPresent()) {
            return FoundSignature.other(where, refused.get());
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
