package dev.multiarch.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.multiarch.text.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Indexes, image manifests, descriptors and configs, as tools write them and as nobody should. */
class ManifestsTest {
    private static final String A = "sha256:" + "a".repeat(64);
    private static final String B = "sha256:" + "b".repeat(64);

    /** In {@code TEXT}, {@code D(...)} is a descriptor of digest a and size 5 with further members. */
    private static byte[] bytes(String text) {
        return text.replace("D(", "{\"mediaType\": \"t\", \"digest\": \"" + A + "\", \"size\": 5")
                .replace(")", "}")
                .replace("OCI_INDEX", MediaTypes.OCI_INDEX)
                .replace("OCI_MANIFEST", MediaTypes.OCI_MANIFEST)
                .replace("DOCKER_INDEX", MediaTypes.DOCKER_INDEX)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Descriptor plain() {
        return new Descriptor("t", Digest.parse(A), 5, Optional.empty(), "", Map.of(), Optional.empty());
    }

    @Test
    void anIndexIsReadWithAllItSays() {
        Index index = Index.parse(
                bytes("{\"schemaVersion\": 2, \"mediaType\": \"OCI_INDEX\", \"artifactType\": \"x\","
                        + " \"subject\": D(), \"future\": [1], \"annotations\": {\"k\": \"v\"}, \"manifests\": [D(,"
                        + " \"artifactType\": \"y\", \"urls\": [\"http://x\"], \"annotations\": {\"a\": \"b\"},"
                        + " \"platform\": {\"os\": \"Linux\", \"architecture\": \"aarch64\", \"variant\": \"v8\", \"x\": 1,"
                        + " \"os.features\": [\"win32k\"]}), D()]}"),
                "i");
        Descriptor arm = new Descriptor(
                "t",
                Digest.parse(A),
                5,
                Optional.of(Platform.parse("linux/arm64")),
                "Linux/aarch64/v8",
                Map.of("a", "b"),
                Optional.of("y"),
                List.of("win32k"),
                List.of("http://x"));
        assertThat(index).isEqualTo(new Index(MediaTypes.OCI_INDEX, List.of(arm, plain()), Map.of("k", "v")));
    }

    @Test
    void anImageIsReadWithAllItSays() {
        Manifest manifest = Manifest.parse(
                bytes("{\"schemaVersion\": 2, \"config\": D(), \"layers\": [D(), D()],"
                        + " \"annotations\": {\"k\": \"v\"}, \"future\": {}}"),
                "m");
        assertThat(manifest)
                .isEqualTo(new Manifest(
                        MediaTypes.OCI_MANIFEST,
                        plain(),
                        List.of(plain(), plain()),
                        Map.of("k", "v"),
                        Optional.empty()));
    }

    @Test
    void whatIsEmptyIsReadAsEmpty() {
        assertThat(Index.parse(bytes("{\"schemaVersion\": 2, \"manifests\": []}"), "i")
                        .manifests())
                .isEmpty();
        assertThat(Manifest.parse(bytes("{\"schemaVersion\": 2, \"config\": D()}"), "m")
                        .layers())
                .isEmpty();
    }

    static Stream<Arguments> indexes() {
        String v2 = "{\"schemaVersion\": 2, ";
        String mixed = "manifests: is next to \"layers\" or \"config\": a document is either an index or an image";
        return Stream.of(
                arguments("with layers", v2 + "\"manifests\": [], \"layers\": []}", mixed),
                arguments("with a config", v2 + "\"manifests\": [], \"config\": D()}", mixed),
                arguments(
                        "with Layers",
                        v2 + "\"manifests\": [], \"Layers\": []}",
                        "Layers: programs in Go, such as Docker, read this as \"layers\", other programs do not; expected \"layers\" once, and no other spelling"),
                arguments("an image", v2 + "\"mediaType\": \"OCI_MANIFEST\"}", "manifests: missing, not an index"),
                arguments("manifests null", v2 + "\"manifests\": null}", "manifests: missing, not an index"),
                arguments(
                        "manifests an object",
                        v2 + "\"manifests\": {}}",
                        "manifests: expected a list, found an object"));
    }

    static Stream<Arguments> indexesOfWrongParts() {
        String v2 = "{\"schemaVersion\": 2, ";
        return Stream.of(
                arguments("no version", "{\"manifests\": []}", "schemaVersion: missing, expected a whole number"),
                arguments(
                        "version 1", "{\"schemaVersion\": 1, \"manifests\": []}", "schemaVersion: expected 2, found 1"),
                arguments(
                        "another type",
                        v2 + "\"mediaType\": \"OCI_MANIFEST\", \"manifests\": []}",
                        "mediaType: expected an index's, found \"" + MediaTypes.OCI_MANIFEST + "\""),
                arguments(
                        "an entry is text",
                        v2 + "\"manifests\": [\"x\"]}",
                        "manifests[0]: expected an object, found text"),
                arguments(
                        "an entry is null",
                        v2 + "\"manifests\": [D(), null]}",
                        "manifests[1]: expected an object, found null"),
                arguments(
                        "no size",
                        v2 + "\"manifests\": [{\"mediaType\": \"t\", \"digest\": \"" + A + "\"}]}",
                        "manifests[0].size: missing, expected a whole number"),
                arguments(
                        "a negative size",
                        v2 + "\"manifests\": [{\"mediaType\": \"t\", \"size\": -1}]}",
                        "manifests[0].size: expected a size of 0 or more, found -1"),
                arguments(
                        "annotations of numbers",
                        v2 + "\"manifests\": [], \"annotations\": {\"k\": 1}}",
                        "annotations.k: expected text, found a number"),
                arguments(
                        "10,001 entries",
                        v2 + "\"manifests\": [" + "{},".repeat(10_000) + "{}]}",
                        "manifests: more than 10000 entries, found 10001"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"indexes", "indexesOfWrongParts"})
    void thisIsNoIndex(String name, String text, String message) {
        assertThatThrownBy(() -> Index.parse(bytes(text), "i"))
                .isInstanceOf(FormatException.class)
                .hasMessage("i: " + message);
    }

    static Stream<Arguments> manifests() {
        String v2 = "{\"schemaVersion\": 2, ";
        return Stream.of(
                arguments(
                        "with manifests",
                        v2 + "\"config\": D(), \"layers\": [], \"manifests\": []}",
                        "manifests: is not allowed in an image manifest"),
                arguments(
                        "with Manifests",
                        v2 + "\"config\": D(), \"Manifests\": []}",
                        "Manifests: programs in Go, such as Docker, read this as \"manifests\", other programs do not; expected \"manifests\" once, and no other spelling"),
                arguments("no config", v2 + "\"layers\": []}", "config: missing, expected an object"),
                arguments(
                        "layers an object",
                        v2 + "\"config\": D(), \"layers\": {}}",
                        "layers: expected a list, found an object"),
                arguments(
                        "an index's type",
                        v2 + "\"mediaType\": \"DOCKER_INDEX\", \"config\": D()}",
                        "mediaType: expected an image manifest's, found \"" + MediaTypes.DOCKER_INDEX + "\""),
                arguments("schema 1", "{\"schemaVersion\": 1, \"fsLayers\": []}", "schemaVersion: expected 2, found 1"),
                arguments(
                        "1,001 layers",
                        v2 + "\"config\": D(), \"layers\": [" + "D(),".repeat(1000) + "D()]}",
                        "layers: more than 1000, found 1001"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("manifests")
    void thisIsNoImage(String name, String text, String message) {
        assertThatThrownBy(() -> Manifest.parse(bytes(text), "m"))
                .isInstanceOf(FormatException.class)
                .hasMessage("m: " + message);
    }

    @Test
    void aMalformedPlatformKeepsItsSpelling() {
        Index index = Index.parse(
                bytes("{\"schemaVersion\": 2, \"manifests\": [D(, \"platform\":"
                        + " {\"os\": \"li nux\", \"architecture\": \"arm\"})]}"),
                "i");
        assertThat(index.manifests().get(0).platform()).isEmpty();
        assertThat(index.manifests().get(0).platformText()).isEqualTo("li nux/arm");
    }

    @Test
    void noMarkHidesAPlatformThatClientsUnderstandAllTheSame() {
        Index index = Index.parse(
                bytes("{\"schemaVersion\": 2, \"manifests\": [D(, \"platform\": {\"os\": \"linux\", \"architecture\":"
                        + " \"amd64\", \"os.version\": \"!\"}, \"annotations\":"
                        + " {\"vnd.docker.reference.type\": \"attestation-manifest\"})]}"),
                "i");
        assertThat(index.images()).hasSize(1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            nullValues = "-",
            value = {
                "BuildKit's, unknown/unknown, attestation-manifest, true",
                "without a platform clients may run it, -, attestation-manifest, false",
                "an image in disguise, linux/amd64, attestation-manifest, false",
                "unknown alone, unknown/unknown, -, false",
                "another mark, unknown/unknown, something, false"
            })
    void anAttestationIsOneByMarkAndPlatform(String name, String platform, String mark, boolean expected) {
        Map<String, String> annotations =
                mark == null ? Map.of() : Map.of(Descriptor.ATTESTATION_TYPE, mark, Descriptor.ATTESTATION_SUBJECT, B);
        Optional<Platform> parsed = Optional.ofNullable(platform).map(Platform::parse);
        Descriptor entry = new Descriptor("t", Digest.parse(A), 5, parsed, "", annotations, Optional.empty());
        assertThat(entry.isAttestation()).isEqualTo(expected);
        assertThat(new Index("t", List.of(entry), Map.of()).images()).hasSize(expected ? 0 : 1);
        assertThat(entry.attested()).isEqualTo(mark == null ? Optional.empty() : Optional.of(Digest.parse(B)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "usual | {\"os\": \"linux\", \"architecture\": \"arm\", \"variant\": \"v6\"} | linux/arm/v6 | linux/arm/v6",
                "by other names | {\"os\": \"linux\", \"architecture\": \"x86_64\"} | linux/amd64 | linux/x86_64",
                "Windows | {\"os\": \"windows\", \"architecture\": \"amd64\", \"os.version\": \"10.0\"} | windows(10.0)/amd64"
                        + " | windows(10.0)/amd64",
                "half | {\"os\": \"linux\"} | none | linux/",
                "none | {} | none | ''",
            })
    void aConfigSaysItsPlatform(String name, String text, String platform, String spelt) {
        ImageConfig config = ImageConfig.parse(text.getBytes(StandardCharsets.UTF_8), "c");
        assertThat(config.platform().map(Platform::toString).orElse("none")).isEqualTo(platform);
        assertThat(config.platformText()).isEqualTo(spelt);
    }

    @Test
    void aConfigThatSaysItTwiceIsRefused() {
        assertThatThrownBy(() -> ImageConfig.parse(
                        bytes("{\"os\": \"linux\", \"architecture\": \"arm64\", \"Architecture\": \"amd64\"}"), "c"))
                .hasMessage(
                        "c: Architecture: programs in Go, such as Docker, read this as \"architecture\", other programs do not; expected \"architecture\" once, and no other spelling");
        assertThat(ImageConfig.parse(bytes("{\"created\": \"2026-01-01T00:00:00Z\"}"), "c")
                        .created())
                .contains("2026-01-01T00:00:00Z");
    }
}
