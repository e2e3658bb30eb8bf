package dev.multiarch.signature;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.EdDSAParameterSpec;
import java.util.Base64;

/** A key pair, and what signs with it. */
public record KeyPairs(KeyPair pair, String algorithm) {
    static KeyPairs ecdsa(String curve, String algorithm) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return new KeyPairs(generator.generateKeyPair(), algorithm);
    }

    public static KeyPairs usual() throws GeneralSecurityException {
        return ecdsa("secp256r1", "SHA256withECDSA");
    }

    static KeyPairs rsa(int bits) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return new KeyPairs(generator.generateKeyPair(), "SHA256withRSA");
    }

    /** @param algorithm Ed25519 or Ed25519ph */
    static KeyPairs ed25519(String algorithm) throws GeneralSecurityException {
        return new KeyPairs(KeyPairGenerator.getInstance("Ed25519").generateKeyPair(), algorithm);
    }

    public String pem() {
        return pem("PUBLIC KEY", pair.getPublic().getEncoded());
    }

    static String pem(String what, byte[] encoded) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
    }

    VerificationKey key() {
        return VerificationKey.parse(pem());
    }

    byte[] sign(byte[] bytes) {
        try {
            PrivateKey secret = pair.getPrivate();
            Signature signature = Signature.getInstance(algorithm.replace("19ph", "19"));
            if (algorithm.endsWith("ph")) {
                signature.setParameter(new EdDSAParameterSpec(true));
            }
            signature.initSign(secret);
            signature.update(bytes);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
