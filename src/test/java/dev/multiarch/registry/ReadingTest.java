package dev.multiarch.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.request.RegistryException.Kind;
import dev.multiarch.registry.request.Request;
import dev.multiarch.text.AmbiguousException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents as a registry serves them, right and wrong. */
class ReadingTest {
    private static final Digest OTHER = Digest.of(Sample.bytes("other"));
    private static final String ASK = "Fix: don't use it, and ask the operator of HOST or of the proxy in front of it.";

    private final FaultyRegistry server = FaultyRegistry.start();
    private final Registry registry = Sample.client();
    private final Reference app = Sample.app(server.host());

    @AfterEach
    void close() {
        registry.close();
        server.close();
    }

    @Test
    void aDocumentKeepsItsBytesAndTakesOneRequest() throws Exception {
        server.on("GET " + Sample.INDEX_PATH, Sample.index());
        Document document = registry.manifest(app);
        assertThat(document.bytes()).isEqualTo(Sample.INDEX);
        assertThat(document.digest()).isEqualTo(Digest.of(Sample.INDEX));
        assertThat(document.mediaType()).isEqualTo(MediaTypes.OCI_INDEX);
        assertThat(server.lines()).containsExactly("GET " + Sample.INDEX_PATH);
    }

    @Test
    void aRequestAsksForAllFourTypesInPlainHttp11WithoutUpgrade() throws Exception {
        server.on("GET " + Sample.INDEX_PATH, Sample.index());
        registry.manifest(app);
        assertThat(server.received().get(0).headers())
                .containsEntry("accept", Request.MANIFEST_TYPES)
                .containsEntry("user-agent", "multiarch-action")
                .doesNotContainKeys("upgrade", "http2-settings", "authorization");
    }

    @Test
    void aReferenceWithoutTagMeansLatest() throws Exception {
        server.on("GET /v2/app/manifests/latest", Sample.index());
        registry.manifest(app.repositoryOnly());
        assertThat(server.lines()).containsExactly("GET /v2/app/manifests/latest");
    }

    static Stream<Arguments> types() {
        byte[] bare = Sample.bytes("{\"schemaVersion\": 2, \"manifests\": []}");
        byte[] image = Sample.bytes("{\"schemaVersion\": 2, \"config\": {}, \"layers\": []}");
        byte[] foreign = Sample.bytes("{\"schemaVersion\": 2, \"mediaType\": \"application/vnd.x+json\"}");
        return Stream.of(
                arguments("parameters", Sample.INDEX, MediaTypes.OCI_INDEX + "; charset=utf-8", MediaTypes.OCI_INDEX),
                arguments("upper case", Sample.INDEX, MediaTypes.OCI_INDEX.toUpperCase(), MediaTypes.OCI_INDEX),
                arguments("plain JSON", Sample.INDEX, "application/json", MediaTypes.OCI_INDEX),
                arguments("no type", Sample.INDEX, "", MediaTypes.OCI_INDEX),
                arguments("Docker's for OCI", Sample.INDEX, MediaTypes.DOCKER_INDEX, MediaTypes.OCI_INDEX),
                arguments("served only, index", bare, MediaTypes.DOCKER_INDEX, MediaTypes.DOCKER_INDEX),
                arguments("served only, image", image, MediaTypes.DOCKER_MANIFEST, MediaTypes.DOCKER_MANIFEST),
                arguments("by members, index", bare, "application/json", MediaTypes.OCI_INDEX),
                arguments("by members, image", image, "", MediaTypes.OCI_MANIFEST),
                arguments("of another kind", foreign, "application/json", "application/vnd.x+json"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("types")
    void harmlessTypesAreTaken(String name, byte[] bytes, String served, String expected) throws Exception {
        server.on("GET " + Sample.INDEX_PATH, Reply.document(served, bytes));
        assertThat(registry.manifest(app).mediaType()).isEqualTo(expected);
    }

    static Stream<Arguments> malformed() {
        String index = MediaTypes.OCI_INDEX;
        return Stream.of(
                arguments(
                        "served type is wrong",
                        "{\"layers\": []}",
                        index,
                        "the document is an image manifest, but the registry calls it " + index),
                arguments(
                        "type is a number",
                        "{\"mediaType\": 3}",
                        index,
                        "the manifest: mediaType: expected text, found a number"),
                arguments("a list", "[]", index, "the manifest is not a JSON object"),
                arguments("nothing", "", index, "the manifest is not a JSON object"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void whatToolsCouldReadInTwoWaysIsRefused(String name, String body, String served, String why) {
        server.on("GET " + Sample.INDEX_PATH, Reply.document(served, Sample.bytes(body)));
        fails(Kind.MALFORMED, app + ": reading the manifest: " + why + " (GET, 1 attempt). Fix: push it again.");
    }

    /** The code that parses them refuses them, and can say which document it is. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"manifests\": [], \"layers\": []}",
                "{\"manifests\": [], \"Layers\": []}",
                "{\"manifests\": [], \"manifests\": []}",
                "{\"schemaVersion\": 2, \"mediaType\": \"" + MediaTypes.OCI_MANIFEST + "\", \"manifests\": []}"
            })
    void documentsWithTwoMeaningsComeAsTheyAreServed(String body) throws Exception {
        server.on("GET " + Sample.INDEX_PATH, Reply.document(MediaTypes.OCI_INDEX, Sample.bytes(body)));
        assertThat(registry.manifest(app).mediaType()).isEqualTo(MediaTypes.OCI_INDEX);
        assertThatThrownBy(() -> Index.parse(Sample.bytes(body), "index")).isInstanceOf(AmbiguousException.class);
    }

    @Test
    void bytesThatDoNotHashToTheDigestAskedForAreRefused() {
        server.on("GET /v2/app/manifests/" + OTHER, Sample.index());
        Reference pinned = app.with(OTHER);
        var failure = catchThrowableOfType(RegistryException.class, () -> registry.manifest(pinned));
        assertThat(failure.kind()).isEqualTo(Kind.DIGEST_MISMATCH);
        assertThat(failure)
                .hasMessage(pinned + ": reading the manifest: the bytes are " + Digest.of(Sample.INDEX) + ", asked for "
                        + OTHER + " (GET, 1 attempt). " + ASK.replace("HOST", server.host()));
    }

    @Test
    void aSha512DigestIsCheckedAsSuch() throws Exception {
        Digest sha512 = new Digest("sha512", "0".repeat(128)).sameOf(Sample.INDEX);
        server.on("GET /v2/app/manifests/" + sha512, Reply.document(MediaTypes.OCI_INDEX, Sample.INDEX));
        assertThat(registry.manifest(app.with(sha512)).digest()).isEqualTo(sha512);
    }

    @Test
    void aTagWhoseBytesContradictTheRegistryIsRefused() {
        server.on("GET " + Sample.INDEX_PATH, Sample.index().with("Docker-Content-Digest", OTHER.toString()));
        fails(
                Kind.DIGEST_MISMATCH,
                app + ": reading the manifest: the bytes are " + Digest.of(Sample.INDEX)
                        + ", Docker-Content-Digest says " + OTHER + " (GET, 1 attempt). "
                        + ASK.replace("HOST", server.host()));
    }

    @Test
    void aMalformedContentDigestIsNamed() {
        server.on("GET " + Sample.INDEX_PATH, Sample.index().with("Docker-Content-Digest", "md5:1"));
        fails(
                Kind.MALFORMED,
                app
                        + ": reading the manifest: Docker-Content-Digest: digest \"md5:1\" is malformed: expected sha256: and"
                        + " 64 lower-case hex digits, or sha512: and 128 (GET, 1 attempt). Fix: ask the operator of "
                        + server.host() + ".");
    }

    @Test
    void aManifestOfFourMebibytesIsReadAndOneByteMoreIsNot() throws Exception {
        byte[] largest = Sample.bytes("{\"manifests\": []" + " ".repeat(Request.MANIFEST_LIMIT - 17) + "}");
        byte[] larger = Sample.bytes(new String(largest) + " ");
        server.on("GET " + Sample.INDEX_PATH, Reply.document("", largest), Reply.document("", larger));
        assertThat(registry.manifest(app).bytes()).hasSize(4 << 20);
        fails(
                Kind.TOO_LARGE,
                app + ": reading the manifest: it is larger than 4 MiB (GET, 1 attempt). Fix: check what was pushed.");
    }

    @Test
    void aBlobIsCheckedAndKeepsItsDescriptorsType() throws Exception {
        server.on("GET " + Sample.CONFIG_PATH, Reply.document("application/octet-stream", Sample.CONFIG));
        Document config = registry.blob(app, Sample.config(), 16 << 20);
        assertThat(config.bytes()).isEqualTo(Sample.CONFIG);
        assertThat(config.mediaType()).isEqualTo(MediaTypes.OCI_CONFIG);
    }

    static Stream<Arguments> blobs() {
        String config = new String(Sample.CONFIG);
        String size = "its size is given as " + config.length() + " bytes, ";
        Digest wrong = Digest.of(Sample.bytes(config.replace("arm64", "amd64")));
        String digest = "the bytes are " + wrong + ", asked for " + Digest.of(Sample.CONFIG);
        return Stream.of(
                arguments("other bytes", config.replace("arm64", "amd64"), Kind.DIGEST_MISMATCH, digest),
                arguments(
                        "shorter", config.substring(1), Kind.DIGEST_MISMATCH, size + "found " + (config.length() - 1)),
                arguments("longer", config + " ", Kind.DIGEST_MISMATCH, size + "found more"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("blobs")
    void aBlobThatIsNotTheOneAskedForIsRefused(String name, String body, Kind kind, String why) {
        server.on("GET " + Sample.CONFIG_PATH, Reply.document("", Sample.bytes(body)));
        var failure =
                catchThrowableOfType(RegistryException.class, () -> registry.blob(app, Sample.config(), 16 << 20));
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure)
                .hasMessage(app.with(Digest.of(Sample.CONFIG)) + ": reading the config: " + why + " (GET, 1 attempt). "
                        + ASK.replace("HOST", server.host()));
    }

    @Test
    void aBlobDeclaredTooLargeIsNotFetched() {
        Descriptor huge = new Descriptor(
                MediaTypes.OCI_CONFIG, OTHER, Long.MAX_VALUE, Optional.empty(), "", Map.of(), Optional.empty());
        var failure = catchThrowableOfType(RegistryException.class, () -> registry.blob(app, huge, 16 << 20));
        assertThat(failure.kind()).isEqualTo(Kind.TOO_LARGE);
        assertThat(failure)
                .hasMessage(app.with(OTHER) + ": reading the config: its size is given as 9223372036854775807 bytes, at"
                        + " most 16777216 are read (GET, 0 attempts). Fix: check what was pushed.");
        assertThat(server.received()).isEmpty();
    }

    @Test
    void whatExistsIsAskedForByHead() throws Exception {
        server.on("HEAD " + Sample.CONFIG_PATH, Reply.status(200));
        assertThat(registry.blobExists(app, Digest.of(Sample.CONFIG))).isTrue();
        assertThat(registry.blobExists(app, OTHER)).isFalse();
        assertThat(registry.manifestExists(app, OTHER)).isFalse();
        assertThat(server.received()).extracting(Received::method).containsOnly("HEAD");
    }

    @Test
    void aTagIsResolvedByHeadAndByGetWhereTheRegistryDoesNotSay() throws Exception {
        server.on("HEAD " + Sample.INDEX_PATH, Sample.index(), Reply.status(200))
                .on("GET " + Sample.INDEX_PATH, Reply.document("", Sample.INDEX));
        assertThat(registry.resolve(app)).contains(Digest.of(Sample.INDEX));
        assertThat(server.lines()).containsExactly("HEAD " + Sample.INDEX_PATH);
        assertThat(registry.resolve(app)).contains(Digest.of(Sample.INDEX));
        assertThat(registry.resolve(app.withTag("none"))).isEmpty();
    }

    private void fails(Kind kind, String message) {
        var failure = catchThrowableOfType(RegistryException.class, () -> registry.manifest(app));
        assertThat(failure).hasMessage(message);
        assertThat(failure.kind()).isEqualTo(kind);
    }
}
