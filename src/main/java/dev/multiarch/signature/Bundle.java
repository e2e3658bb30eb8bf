package dev.multiarch.signature;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Statement;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.text.FormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sigstore's bundle: a DSSE envelope with a statement that names what is signed, or a signature of the signed bytes
 * themselves. Its certificates and entries of logs are not looked at: a key decides.
 */
final class Bundle {
    static final String TYPE = "application/vnd.dev.sigstore.bundle";
    static final String PREDICATE = "dev.sigstore.bundle.predicateType";

    /** cosign's statement that says nothing but that it was signed. */
    static final String SIGNED = "https://sigstore.dev/cosign/sign/v1";

    static final int LARGEST = 1 << 20;

    private static final Set<String> VERSIONS = Set.of("0.1", "0.2", "0.3");
    private static final String IN_TOTO = "application/vnd.in-toto+json";
    private static final int MOST_SIGNATURES = 10;

    private Bundle() {}

    /** Reads the manifest that was signed: most bundles name it, so that it need not be read. */
    @FunctionalInterface
    interface Subject {
        Document read() throws RegistryException;
    }

    /** @param subject for a bundle that does not name it */
    static SignedContent read(byte[] bytes, Subject subject) throws RegistryException {
        JsonObject bundle = Json.read(bytes, "the bundle");
        requireKnown(bundle);
        Optional<JsonObject> envelope = bundle.optionalObject("dsseEnvelope");
        Optional<JsonObject> message = bundle.optionalObject("messageSignature");
        if (envelope.isPresent() == message.isPresent()) {
            throw bundle.problem("dsseEnvelope", "expected either this or messageSignature");
        }
        return envelope.isPresent() ? ofEnvelope(envelope.get()) : ofMessage(message.get(), subject.read());
    }

    private static void requireKnown(JsonObject bundle) {
        String type = bundle.text("mediaType");
        String version = type.replaceFirst("^application/vnd\\.dev\\.sigstore\\.bundle(\\.v|\\+json;version=)", "")
                .replaceFirst("\\+json$", "");
        if (!type.startsWith(TYPE) || !VERSIONS.contains(version)) {
            throw bundle.problem(
                    "mediaType", "expected a Sigstore bundle of version 0.1 to 0.3, found \"" + type + "\"");
        }
    }

    /** The envelope alone, as cosign prints it. */
    static SignedContent ofEnvelope(JsonObject envelope) {
        byte[] payload = decoded(envelope.text("payload"), "its payload");
        String type = envelope.text("payloadType");
        List<JsonObject> items = envelope.objects("signatures");
        if (!type.equals(IN_TOTO) || items.size() > MOST_SIGNATURES) {
            throw envelope.problem(
                    "payloadType",
                    "expected \"" + IN_TOTO + "\" with at most " + MOST_SIGNATURES + " signatures, found \"" + type
                            + "\" with " + items.size());
        }
        List<byte[]> signatures = new ArrayList<>();
        items.forEach(item -> signatures.add(decoded(item.text("sig"), "a signature")));
        Statement statement = statement(payload);
        return new SignedContent(
                encoded(type, payload),
                signatures,
                statement.subjects(),
                statement.predicateType(),
                payload,
                Optional.empty());
    }

    private static Statement statement(byte[] payload) {
        try {
            return Statement.read(new ByteArrayInputStream(payload), "the signed statement");
        } catch (IOException e) {
            throw new FormatException("the signed statement can't be read: " + e.getMessage());
        }
    }

    /** What DSSE has signed in place of the payload alone, so that its type is signed too. */
    private static byte[] encoded(String type, byte[] payload) {
        var bytes = new ByteArrayOutputStream();
        String head =
                "DSSEv1 " + type.getBytes(StandardCharsets.UTF_8).length + " " + type + " " + payload.length + " ";
        bytes.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(payload);
        return bytes.toByteArray();
    }

    private static SignedContent ofMessage(JsonObject message, Document subject) {
        JsonObject digest = message.object("messageDigest");
        byte[] hash = decoded(digest.text("digest"), "the digest");
        boolean sha256 = digest.text("algorithm").equals("SHA2_256");
        if (!sha256) {
            throw digest.problem("algorithm", "expected SHA2_256, found \"" + digest.text("algorithm") + "\"");
        }
        var about = new Digest("sha256", HexFormat.of().formatHex(hash));
        return SignedContent.plain(
                subject.bytes(), decoded(message.text("signature"), "the signature"), about, Optional.empty());
    }

    static byte[] decoded(String base64, String what) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException malformed) {
            throw new FormatException(what + " is not base64");
        }
    }
}
