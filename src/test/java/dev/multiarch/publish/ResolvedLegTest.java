package dev.multiarch.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Platform;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.Example;
import dev.multiarch.record.IndexAnnotations;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.Reply;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.ServedImages;
import dev.multiarch.step.Refused;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a builder pushed, held against what was planned. */
class ResolvedLegTest {
    private final FaultyRegistry server = FaultyRegistry.start();
    private final ServedImages shelf = new ServedImages(server);

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            nullValues = "-",
            value = {
                "as planned, linux/arm64, linux/arm64, linux/arm64, -",
                "a config without a variant, linux/arm/v6, linux/arm/v6, linux/arm, -",
                "a version of Windows, windows/amd64, windows(10.0.20348.1)/amd64, windows(10.0.20348.1)/amd64, -",
                "an image alone, windows/amd64, -, windows(10.0.20348.1)/amd64, -",
                "an image alone without a variant, linux/arm/v6, -, linux/arm, 'its config says linux/arm, expected linux/arm/v6'",
                "another variant in the config, linux/arm/v6, linux/arm/v6, linux/arm/v7, 'its config says linux/arm/v7, expected linux/arm/v6'",
                "another variant in the entry, linux/arm/v6, linux/arm, linux/arm/v6, 'the leg''s descriptor says linux/arm, expected linux/arm/v6'",
            })
    void isThePlannedPlatformsImage(String name, String planned, String entry, String config, String refused)
            throws Exception {
        String image = image(config);
        Digest digest = digest(image);
        Digest leg =
                entry == null ? digest : digest(shelf.index(image.replaceFirst("}$", ", " + platform(entry) + "}")));
        BuildRecord record = record(planned, leg, digest);
        try (Registry registry = Sample.client()) {
            if (refused == null) {
                ResolvedLeg resolved = ResolvedLeg.of(registry.at(Sample.app(server.host())), record);
                assertThat(resolved.image()).isEqualTo(digest);
            } else {
                assertThatThrownBy(() -> ResolvedLeg.of(registry.at(Sample.app(server.host())), record))
                        .isInstanceOf(Refused.class)
                        .hasMessageContaining(refused);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "an image alone, false",
        "an image in an index, true",
    })
    void isTheImageOfItsRecord(String name, boolean indexed) throws Exception {
        String image = image("linux/arm64");
        Digest digest = digest(image);
        Digest leg =
                indexed ? digest(shelf.index(image.replaceFirst("}$", ", " + platform("linux/arm64") + "}"))) : digest;
        BuildRecord record = record("linux/arm64", leg, Digest.of(Sample.bytes("another image")));
        try (Registry registry = Sample.client()) {
            assertThatThrownBy(() -> ResolvedLeg.of(registry.at(Sample.app(server.host())), record))
                    .isInstanceOf(Refused.class)
                    .hasMessageContainingAll(
                            "its image is " + digest + ", its record says "
                                    + record.digest().orElseThrow(),
                            "Nothing was merged, no tag was moved. Fix: build this leg again");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "two images, '', 'it holds 2 images, expected one'",
        "facts that are the merge's to write, dev.multiarch.build.emulated, 'its index has the annotation dev.multiarch.build.emulated, which is the merge''s to write'",
    })
    void holdsOneImageAndNoFacts(String name, String fact, String refused) throws Exception {
        String image = image("linux/arm64");
        String entry = image.replaceFirst("}$", ", " + platform("linux/arm64") + "}");
        String told = entry.replaceFirst("}$", ", \"annotations\": {\"" + fact + "\": \"false\"}}");
        Digest leg = digest(fact.isEmpty() ? shelf.index(entry, entry) : shelf.index(told));
        BuildRecord record = record("linux/arm64", leg, digest(image));
        try (Registry registry = Sample.client()) {
            assertThatThrownBy(() -> ResolvedLeg.of(registry.at(Sample.app(server.host())), record))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining(refused);
        }
    }

    private String image(String platform) {
        byte[] config = Sample.bytes(platform(platform).replaceFirst("\"platform\": ", ""));
        server.on("GET /v2/app/blobs/" + Digest.of(config), Reply.document("application/octet-stream", config));
        return shelf.manifest(
                MediaTypes.OCI_MANIFEST,
                "{\"schemaVersion\": 2, \"config\": " + ServedImages.descriptor(MediaTypes.OCI_CONFIG, config)
                        + ", \"layers\": []}");
    }

    private static String platform(String text) {
        String[] parts = text.replaceFirst("\\(.*\\)", "").split("/");
        String version =
                text.contains("(") ? ", \"os.version\": \"" + text.replaceFirst(".*\\((.*)\\).*", "$1") + "\"" : "";
        String variant = parts.length > 2 ? ", \"variant\": \"" + parts[2] + "\"" : "";
        return "\"platform\": {\"os\": \"" + parts[0] + "\", \"architecture\": \"" + parts[1] + "\"" + variant + version
                + "}";
    }

    private static Digest digest(String descriptor) {
        return Digest.parse(descriptor.replaceAll(".*\"digest\": \"([^\"]*)\".*", "$1"));
    }

    private static BuildRecord record(String platform, Digest leg, Digest image) {
        BuildRecord other = Example.built("p", platform, 1);
        return new BuildRecord(
                other.plan(),
                Platform.parse(platform),
                1,
                true,
                other.image(),
                Optional.of(leg),
                Optional.of(image),
                other.emulated(),
                other.builder(),
                other.host(),
                other.started(),
                other.finished(),
                other.emulatedTime(),
                other.flags(),
                other.failure(),
                Optional.empty(),
                IndexAnnotations.NONE);
    }
}
