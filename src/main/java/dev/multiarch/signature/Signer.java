package dev.multiarch.signature;

/** Who has to have signed. */
public sealed interface Signer {
    /** The owner of the private key to this one. */
    record OfKey(VerificationKey key) implements Signer {
        /** By hand, as those of {@link dev.multiarch.image.Digest}. */
        @Override
        public boolean equals(Object other) {
            return other instanceof OfKey same && key.equals(same.key);
        }

        @Override
        public int hashCode() {
            return key.hashCode();
        }

        @Override
        public String toString() {
            return "the " + key;
        }
    }

    /**
     * Somebody who proved an identity to Sigstore when signing, such as a workflow.
     *
     * @param name the certificate's subject: an address of a workflow, an e-mail address
     * @param issuer who vouched for it
     */
    record Identity(String name, String issuer) implements Signer {
        @Override
        public String toString() {
            return name + " (" + issuer + ")";
        }
    }
}
