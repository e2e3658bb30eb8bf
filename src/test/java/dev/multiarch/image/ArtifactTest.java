package dev.multiarch.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code O}, {@code L}, {@code E} mean the types of OCI's config and layer, and for the empty one. */
class ArtifactTest {
    private static final Map<String, String> SHORT = Map.of(
            "O", MediaTypes.OCI_CONFIG, "L", "application/vnd.oci.image.layer.v1.tar+gzip", "E", MediaTypes.EMPTY);

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "an image, linux/amd64, O, L, linux/amd64, image",
        "named an artifact, linux/amd64, O, L, linux/amd64, image",
        "no entry's platform, '', O, L, linux/amd64, image",
        "no platform at all but files, '', O, L, '', image",
        "layers that hold no files for a platform, linux/amd64, O, application/vnd.in-toto+json, '', image",
        "a config of old registries, linux/amd64, application/octet-stream, L, '', image",
        "a Helm chart, '', application/vnd.cncf.helm.config.v1+json, application/vnd.cncf.helm.chart.content.v1.tar+gzip, '', Helm chart",
        "cosign's signature, '', O, application/vnd.dev.cosign.simplesigning.v1+json, '', signature",
        "a bundle, '', E, application/vnd.dev.sigstore.bundle.v0.3+json, '', signature",
        "notation's signature, '', application/vnd.cncf.notary.signature, application/jose+json, '', signature",
        "an attestation that lost its mark, unknown/unknown, O, application/vnd.in-toto+json, unknown/unknown, attestation",
        "an SBOM, '', E, application/spdx+json, '', SBOM",
        "an SBOM for a platform, linux/amd64, E, application/vnd.cyclonedx+json, '', SBOM",
        "an SBOM for half a platform, linux/, E, text/spdx, '', SBOM",
        "a cache, '', application/vnd.buildkit.cacheconfig.v0, L, '', build cache",
        "Nydus, linux/amd64, application/vnd.nydus.image.config.v1+json, L, '', Nydus image",
        "SOCI, linux/amd64, application/vnd.amazon.soci.index.v2+json, application/octet-stream, '', SOCI index",
        "what nobody knows, '', E, application/vnd.acme, '', 'artifact of the type \"application/vnd.acme\"'",
    })
    void isDecidedByWhatClientsLookAt(
            String name, String entry, String config, String layer, String configPlatform, String kind) {
        String platform = entry.isEmpty() ? "" : ", \"platform\": " + platform(entry);
        Descriptor descriptor = Descriptor.read(json(descriptor(
                MediaTypes.OCI_MANIFEST,
                platform + (name.equals("named an artifact") ? ", \"artifactType\": \"application/spdx+json\"" : ""))));
        Manifest manifest = Manifest.read(json("{\"schemaVersion\": 2, \"config\": "
                + descriptor(SHORT.getOrDefault(config, config), "") + ", \"layers\": ["
                + descriptor(SHORT.getOrDefault(layer, layer), "") + "]}"));
        Optional<ImageConfig> read = config.equals("O")
                ? Optional.of(ImageConfig.parse(
                        (configPlatform.isEmpty() ? "{}" : platform(configPlatform)).getBytes(StandardCharsets.UTF_8),
                        "config"))
                : Optional.empty();
        assertThat(Artifact.of(descriptor, Optional.of(manifest), read).map(Artifact::name))
                .isEqualTo(Optional.of(kind).filter(k -> !k.equals("image")));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "an image that was not read, application/vnd.oci.image.manifest.v1+json, false",
        "a nested index, application/vnd.oci.image.index.v1+json, false",
        "a layer in a cache's index, application/vnd.oci.image.layer.v1.tar+gzip, true",
        "schema 1, application/vnd.docker.distribution.manifest.v1+prettyjws, true",
    })
    void withoutAManifestTheEntryDecides(String name, String type, boolean artifact) {
        Descriptor entry = Descriptor.read(json(descriptor(type, "")));
        assertThat(Artifact.of(entry, Optional.empty(), Optional.empty()).isPresent())
                .isEqualTo(artifact);
    }

    @Test
    void anUnknownTypeForAPlatformMayBeAnImageOfTheFuture() {
        Descriptor entry =
                Descriptor.read(json(descriptor("application/x-future", ", \"platform\": " + platform("linux/amd64"))));
        assertThat(Artifact.of(entry, Optional.empty(), Optional.empty())).isEmpty();
    }

    private static String platform(String text) {
        String[] parts = text.split("/", -1);
        return "{\"os\": \"" + parts[0] + "\", \"architecture\": \"" + parts[1] + "\"}";
    }

    private static String descriptor(String type, String more) {
        return "{\"mediaType\": \"" + type + "\", \"size\": 1, \"digest\": \"" + Digest.of(new byte[1]) + "\"" + more
                + "}";
    }

    private static JsonObject json(String text) {
        return Json.read(text.getBytes(StandardCharsets.UTF_8), "doc");
    }
}
