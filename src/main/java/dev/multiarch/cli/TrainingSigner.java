package dev.multiarch.cli;

import dev.multiarch.image.Digest;
import dev.multiarch.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A key that nobody else knows, and bundles that it signed, in the form of cosign. */
record TrainingSigner(KeyPair pair) {
    static final String BUNDLE = "application/vnd.dev.sigstore.bundle.v0.3+json";
    static final String SIGNED = "https://sigstore.dev/cosign/sign/v1";
    static final String SUMMARY = "https://slsa.dev/verification_summary/v1";

    private static final String STATEMENT = "application/vnd.in-toto+json";
    private static final String PASSED = "{\"timeVerified\":\"2026-01-01T00:00:00Z\",\"verificationResult\":\"PASSED\","
            + "\"policy\":{\"uri\":\"urn:training\"}}";

    static TrainingSigner make() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1")); // as cosign generate-key-pair
        return new TrainingSigner(generator.generateKeyPair());
    }

    /** The public key as {@code cosign.pub} has it. */
    String pem() {
        String base64 = Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded());
        return "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
    }

    /** @param type what it says of the subject: {@link #SIGNED} or {@link #SUMMARY} */
    byte[] bundle(Digest subject, String type) throws GeneralSecurityException {
        String statement = "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"digest\":{\"sha256\":\""
                + subject.hex() + "\"}}],\"predicateType\":\"" + type + "\",\"predicate\":"
                + (type.equals(SUMMARY) ? PASSED : "{}") + "}";
        String signed = "DSSEv1 " + STATEMENT.length() + " " + STATEMENT + " " + statement.length() + " " + statement;
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(signed.getBytes(StandardCharsets.UTF_8));
        var envelope = Map.of(
                "payload",
                base64(statement.getBytes(StandardCharsets.UTF_8)),
                "payloadType",
                STATEMENT,
                "signatures",
                List.of(Map.of("sig", base64(signature.sign()))));
        return Json.write(Map.of("mediaType", BUNDLE, "dsseEnvelope", envelope));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
