package dev.multiarch.signature;

import dev.multiarch.image.Digest;
import dev.multiarch.text.FormatException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.EdDSAParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A public key that signatures are verified with: ECDSA on P-256, P-384 or P-521, RSA of 2,048 bits and more, or Ed25519, as
 * {@code cosign generate-key-pair} and {@code openssl pkey -pubout} write it (RFC 7468, 13).
 */
public final class VerificationKey {
    private static final String BEGIN = "-----BEGIN ";
    private static final String FIRST = BEGIN + "PUBLIC KEY-----";
    private static final String LAST = "-----END PUBLIC KEY-----";
    private static final int LONGEST = 8_000;
    private static final int LEAST_RSA = 2_048;
    private static final int LARGEST_RSA = 16_384;
    private static final int P_256 = 256;
    private static final String EDWARDS = "Ed25519";

    /** Ed25519 of a SHA-512 digest (RFC 8032, 5.1), which cosign 3 signs bundles with. */
    private static final String PREHASHED = "Ed25519ph";

    private static final int EDWARDS_BYTES = 64;

    /** The form of an ECDSA signature: two numbers. */
    private static final byte[] ONES = {0x30, 6, 2, 1, 1, 2, 1, 1};

    /** What signers use with a curve of so many bits: cosign takes SHA-256 for all, others the hash of the curve's size. */
    private static final Map<Integer, List<String>> CURVES = Map.of(
            P_256,
            List.of("SHA256withECDSA"),
            384,
            List.of("SHA256withECDSA", "SHA384withECDSA"),
            521,
            List.of("SHA256withECDSA", "SHA512withECDSA"));

    private final PublicKey key;
    private final List<String> algorithms;

    private VerificationKey(PublicKey key, List<String> algorithms) {
        this.key = key;
        this.algorithms = algorithms;
    }

    /** Whether this is meant to be a key, rather than the name of a file with one. */
    public static boolean isKey(String text) {
        return text.stripLeading().startsWith(BEGIN);
    }

    /** @throws FormatException if it can't be used as a key; the message does not quote it */
    public static VerificationKey parse(String pem) {
        String text = pem.strip();
        if (text.startsWith(BEGIN) && text.contains("PRIVATE KEY")) {
            throw new FormatException("this is a private key, which must stay secret, expected the public key to it");
        }
        if (text.length() > LONGEST || !text.startsWith(FIRST) || !text.endsWith(LAST)) {
            throw new FormatException("this is not a public key, expected one that begins with " + FIRST);
        }
        byte[] encoded = decoded(text.substring(FIRST.length(), text.length() - LAST.length()));
        for (String algorithm : List.of("EC", "RSA", EDWARDS)) {
            try {
                return of(KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded)));
            } catch (GeneralSecurityException other) {
                continue; // it says for which algorithm it is only to that algorithm's own reader
            }
        }
        throw new FormatException("this public key can't be read, expected one for ECDSA, RSA or Ed25519");
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
        } catch (IllegalArgumentException malformed) {
            throw new FormatException("this public key can't be read: it is not base64");
        }
    }

    private static VerificationKey of(PublicKey key) {
        if (key instanceof ECPublicKey curve) {
            int bits = curve.getParams().getCurve().getField().getFieldSize();
            List<String> algorithms = CURVES.get(bits);
            if (algorithms == null) {
                throw new FormatException(
                        "this key is on a curve of " + bits + " bits, expected P-256, P-384 or P-521");
            }
            return new VerificationKey(key, algorithms);
        }
        if (key instanceof RSAPublicKey rsa) {
            int bits = rsa.getModulus().bitLength();
            if (bits < LEAST_RSA || bits > LARGEST_RSA) {
                throw new FormatException(
                        "this RSA key has " + bits + " bits, expected " + LEAST_RSA + " to " + LARGEST_RSA);
            }
            return new VerificationKey(key, List.of("SHA256withRSA"));
        }
        return new VerificationKey(key, List.of(EDWARDS, PREHASHED));
    }

    /** Whether the owner of the private key signed this. */
    public boolean verifies(byte[] message, byte[] signature) {
        if (key instanceof ECPublicKey curve
                && !EcdsaNumbers.areInRange(signature, curve.getParams().getOrder())) {
            return false;
        }
        if (algorithms.contains(EDWARDS) && signature.length != EDWARDS_BYTES) {
            return false; // Java reads over zeros at the end
        }
        return algorithms.stream().anyMatch(algorithm -> verifies(algorithm, message, signature));
    }

    /**
     * Has Java compute what it needs once for all signatures of this kind of key, in a separate thread: for a curve that takes
     * 60 ms, in which registries can be asked.
     */
    public void prepare() {
        if (key instanceof ECPublicKey) {
            var work = new Thread(() -> verifies(algorithms.get(0), new byte[0], ONES), "prepare a key");
            work.setDaemon(true);
            work.start();
        }
    }

    private boolean verifies(String algorithm, byte[] message, byte[] signature) {
        try {
            Signature check = Signature.getInstance(algorithm.equals(PREHASHED) ? EDWARDS : algorithm);
            if (algorithm.equals(PREHASHED)) {
                check.setParameter(new EdDSAParameterSpec(true));
            }
            check.initVerify(key);
            check.update(message);
            return check.verify(signature);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    /** What distinguishes it from others: the digest of its encoded form. */
    public Digest digest() {
        return Digest.of(key.getEncoded());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerificationKey same && Arrays.equals(key.getEncoded(), same.key.getEncoded());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key.getEncoded());
    }

    /** {@code key sha256:0123456789ab…}. */
    @Override
    public String toString() {
        return "key sha256:" + digest().shortHex() + "…";
    }
}
