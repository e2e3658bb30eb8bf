package dev.multiarch.signature;

import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.json.Json;
import dev.multiarch.publish.LegImage;
import dev.multiarch.registry.Referrers;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.embedded.EmbeddedRegistry;
import dev.multiarch.registry.request.RegistryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An image in a registry, and signatures of it in each form that cosign writes. */
public final class SignedImage implements AutoCloseable {
    private static final String BUNDLE = "application/vnd.dev.sigstore.bundle.v0.3+json";

    public final EmbeddedRegistry registry;
    public final Registry client = Sample.client();
    public final Reference image;
    public final Digest digest;

    /** The one image of the index, where {@link #image} is an index. */
    public final Digest leg;

    /** An image alone. */
    public SignedImage() throws IOException, RegistryException {
        this(false);
    }

    /** @param index whether it is an index of one image, under the tag 1 */
    public SignedImage(boolean index) throws IOException, RegistryException {
        registry = EmbeddedRegistry.start();
        Reference repository = Reference.parse(registry.host() + "/app");
        var one = new LegImage(Platform.parse("linux/arm64"), "x");
        leg = one.push(client, repository);
        digest = index ? one.pushIndex(client, repository, Instant.EPOCH, "1") : leg;
        image = repository.with(digest);
    }

    List<FoundSignature> found(KeyPairs pair) throws RegistryException {
        return new Signatures(client).of(image, pair.key());
    }

    public String referrers() {
        return "GET /v2/app/referrers/" + digest;
    }

    public String oldTag() {
        return Referrers.tag(digest) + ".sig";
    }

    static String statement(Digest about, String predicate) {
        return "{\"_type\": \"https://in-toto.io/Statement/v1\", \"subject\": [{\"digest\": {\"sha256\": \""
                + about.hex() + "\"}}], \"predicateType\": \"" + predicate + "\", \"predicate\": {}}";
    }

    /** As DSSE has it signed. */
    static byte[] envelope(KeyPairs pair, String type, String statement) {
        byte[] signed = ("DSSEv1 " + type.length() + " " + type + " "
                        + statement.getBytes(StandardCharsets.UTF_8).length + " " + statement)
                .getBytes(StandardCharsets.UTF_8);
        return Json.write(Map.of(
                "mediaType",
                BUNDLE,
                "verificationMaterial",
                Map.of("publicKey", Map.of("hint", "x")),
                "dsseEnvelope",
                Map.of(
                        "payload",
                        base64(statement.getBytes(StandardCharsets.UTF_8)),
                        "payloadType",
                        type,
                        "signatures",
                        List.of(Map.of("sig", base64(pair.sign(signed)))))));
    }

    byte[] envelope(KeyPairs pair) {
        return envelope(pair, digest);
    }

    private static byte[] envelope(KeyPairs pair, Digest about) {
        return envelope(pair, "application/vnd.in-toto+json", statement(about, Bundle.SIGNED));
    }

    /** What cosign does by default. */
    public void sign(KeyPairs pair, Digest manifest) throws RegistryException {
        sign(pair, manifest, manifest);
    }

    /** @param manifest that it is listed for */
    public void sign(KeyPairs pair, Digest about, Digest manifest) throws RegistryException {
        put(image.repositoryOnly(), BUNDLE, envelope(pair, about), Map.of(), manifest.toString(), "");
    }

    /** What cosign attest does. */
    public void attest(KeyPairs pair, Digest about, Digest manifest, String type, String predicate)
            throws RegistryException {
        String statement = statement(about, type).replace("\"predicate\": {}", "\"predicate\": " + predicate);
        byte[] bundle = envelope(pair, "application/vnd.in-toto+json", statement);
        put(image.repositoryOnly(), BUNDLE, bundle, Map.of(), manifest.toString(), "");
    }

    byte[] message(KeyPairs pair, Digest about) throws RegistryException {
        return Json.write(Map.of(
                "mediaType",
                BUNDLE,
                "messageSignature",
                Map.of(
                        "messageDigest",
                        Map.of(
                                "algorithm",
                                "SHA2_256",
                                "digest",
                                base64(HexFormat.of().parseHex(about.hex()))),
                        "signature",
                        base64(pair.sign(client.manifest(image).bytes())))));
    }

    static byte[] payload(Digest about) {
        return Sample.bytes("{\"critical\": {\"identity\": {\"docker-reference\": \"\"}, \"image\":"
                + " {\"docker-manifest-digest\": \"" + about + "\"}, \"type\": \"cosign container image signature\"},"
                + " \"optional\": null}");
    }

    /** A bundle as a referrer. */
    Reference refer(byte[] bundle) throws RegistryException {
        return put(image.repositoryOnly(), BUNDLE, bundle, Map.of(), digest.toString(), "");
    }

    /** A signature under the tag of old. */
    void tag(byte[] payload, byte[] signature) throws RegistryException {
        put(
                image.withTag(oldTag()),
                SimpleSigning.TYPE,
                payload,
                Map.of(SimpleSigning.SIGNATURE, base64(signature)),
                "",
                oldTag());
    }

    /** What cosign does with {@code --new-bundle-format=false}. */
    public void signUnderTag(KeyPairs pair, Digest manifest) throws RegistryException {
        String tag = Referrers.tag(manifest) + ".sig";
        byte[] payload = payload(manifest);
        Map<String, String> signature = Map.of(SimpleSigning.SIGNATURE, base64(pair.sign(payload)));
        put(image.withTag(tag), SimpleSigning.TYPE, payload, signature, "", tag);
    }

    Reference put(
            Reference where, String type, byte[] content, Map<String, String> annotations, String subject, String tag)
            throws RegistryException {
        Digest layer = client.pusher().blob(where, content);
        client.pusher().blob(where, Sample.bytes("{}"));
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("schemaVersion", 2);
        manifest.put("mediaType", MediaTypes.OCI_MANIFEST);
        manifest.put("artifactType", type);
        manifest.put(
                "config",
                descriptor(MediaTypes.EMPTY, Digest.of(Sample.bytes("{}")).toString(), 2, Map.of()));
        manifest.put("layers", List.of(descriptor(type, layer.toString(), content.length, annotations)));
        if (!subject.isEmpty()) {
            manifest.put("subject", descriptor(MediaTypes.OCI_MANIFEST, subject, 100, Map.of()));
        }
        byte[] bytes = Json.write(manifest);
        Reference reference = tag.isEmpty() ? where.with(Digest.of(bytes)) : where.withTag(tag);
        client.pusher().manifest(reference, MediaTypes.OCI_MANIFEST, bytes);
        return reference;
    }

    private static Map<String, Object> descriptor(
            String type, String digest, int size, Map<String, String> annotations) {
        return Map.of("mediaType", type, "digest", digest, "size", size, "annotations", annotations);
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public void close() {
        client.close();
        registry.close();
    }
}
