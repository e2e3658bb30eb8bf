package dev.multiarch.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.dockerfile.UsedImage;
import dev.multiarch.fact.Fact;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.json.Json;
import dev.multiarch.rebuild.PublishedApp;
import dev.multiarch.record.BaseImage;
import dev.multiarch.step.BaseLookup;
import dev.multiarch.text.FormatException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the names of base images stood for when a leg was built. */
class LegBasesTest {
    private static final BaseMaterials NONE = new BaseMaterials(Map.of());

    @TempDir
    Path folder;

    private PublishedApp app;
    private BaseLookup lookup;
    private Map<Platform, BaseImage> january;

    @BeforeEach
    void start() throws Exception {
        app = new PublishedApp(folder);
        january = app.base("base", "amd64 of January", "arm64 of January");
        lookup = new BaseLookup(app.client());
        app.lines();
    }

    @AfterEach
    void close() {
        app.close();
    }

    private UsedImage used(String stage, Platform platform) {
        return new UsedImage(app.image("base").orLatest(), platform, stage);
    }

    private Fact<List<BaseImage>> get(BaseMaterials materials, UsedImage... images) {
        return get(materials, () -> List.of(images));
    }

    private Fact<List<BaseImage>> get(BaseMaterials materials, Callable<List<UsedImage>> images) {
        try (var bases = new LegBases(lookup, images)) {
            return bases.get(materials);
        }
    }

    private static BaseMaterials materials(String uri, Digest digest) {
        return BaseMaterials.of(Optional.of(Json.read(
                ("{\"materials\": [{\"uri\": \"git+https://x\"}, {\"uri\": \"" + uri + "\", \"digest\": {\"sha256\": \""
                                + digest.hex() + "\"}}]}")
                        .getBytes(StandardCharsets.UTF_8),
                "provenance")));
    }

    @Test
    void eachStageHasItsOwnPlatformsImageAndTheNameIsAskedForOnce() {
        BaseImage arm64 = january.get(PublishedApp.ARM64);
        BaseImage amd64 = january.get(PublishedApp.AMD64);
        var tools = BaseImage.of(
                amd64.name(),
                amd64.taken().value().orElseThrow().index(),
                amd64.taken().value().orElseThrow().manifest(),
                "tools");
        assertThat(get(NONE, used("", PublishedApp.ARM64), used("tools", PublishedApp.AMD64))
                        .value())
                .contains(List.of(arm64, tools));
        assertThat(get(NONE, used("", PublishedApp.AMD64)).value()).contains(List.of(amd64)); // another leg
        assertThat(app.lines()).containsExactly("GET /v2/base/manifests/latest");
    }

    @Test
    void ofANameThatMovedWhatBuildKitReadIsRecorded() throws Exception {
        Digest read =
                january.get(PublishedApp.ARM64).taken().value().orElseThrow().index();
        app.base("base", "amd64 of February", "arm64 of February");
        String host = app.image("x").registry();
        assertThat(get(
                                materials("pkg:docker/" + host + "/base@latest?platform=linux%2Farm64", read),
                                used("", PublishedApp.ARM64))
                        .value())
                .contains(List.of(january.get(PublishedApp.ARM64)));
        Fact<List<BaseImage>> other = get(
                materials("pkg:docker/" + host + "/base@latest?platform=linux%2Famd64", read),
                used("", PublishedApp.ARM64));
        assertThat(other.value()
                        .orElseThrow()
                        .get(0)
                        .taken()
                        .value()
                        .orElseThrow()
                        .index())
                .isNotEqualTo(read);
    }

    @Test
    void materialsThatAreOddSayNothing() {
        Digest digest = Digest.of(new byte[0]);
        for (String uri : List.of(
                "pkg:docker/%zz@1?platform=linux%2Farm64",
                "pkg:docker/base@latest",
                "pkg:docker/BASE@1?platform=linux%2Farm64",
                "pkg:docker/base@latest?platform=a%2Fb%2Fc%2Fd")) {
            assertThat(materials(uri, digest).digests()).isEmpty();
        }
        assertThat(materials("pkg:docker/alpine@3.22?x=1&platform=linux%2Farm64", digest)
                        .digest(Reference.parse("alpine:3.22"), PublishedApp.ARM64))
                .contains(digest);
        assertThat(BaseMaterials.of(Optional.empty()).digests()).isEmpty();
    }

    @Test
    void aDigestIsKeptWithItsNameWhateverTheTagIsBy() throws Exception {
        BaseImage then = january.get(PublishedApp.ARM64);
        app.base("base", "amd64 of February", "arm64 of February");
        Reference pinned = Reference.parse(
                then.name() + "@" + then.taken().value().orElseThrow().index());
        assertThat(get(NONE, new UsedImage(pinned, PublishedApp.ARM64, "")).value())
                .contains(List.of(BaseImage.of(
                        pinned.toString(),
                        then.taken().value().orElseThrow().index(),
                        then.taken().value().orElseThrow().manifest(),
                        "")));
        Reference image =
                app.image("base").with(then.taken().value().orElseThrow().manifest());
        assertThat(get(NONE, new UsedImage(image, PublishedApp.ARM64, "")).value())
                .contains(List.of(BaseImage.of(
                        image.toString(),
                        then.taken().value().orElseThrow().manifest(),
                        then.taken().value().orElseThrow().manifest(),
                        "")));
    }

    /** One that can't be asked, one without this platform: the others are known all the same. */
    @Test
    void onlyTheBaseThatIsNotFoundOutIsUnknown() {
        List<BaseImage> bases = get(
                        NONE,
                        new UsedImage(app.image("none").orLatest(), PublishedApp.ARM64, "tools"),
                        used("old", Platform.parse("linux/s390x")),
                        used("", PublishedApp.ARM64))
                .value()
                .orElseThrow();
        assertThat(bases).extracting(BaseImage::stage).containsExactly("tools", "old", "");
        assertThat(bases.get(0).taken().reason()).contains("/none:latest");
        assertThat(bases.get(1).taken().reason())
                .contains("/base:latest has no image for the platform that it was built for");
        assertThat(bases.get(2)).isEqualTo(january.get(PublishedApp.ARM64));
    }

    /** The registry of the first one is silent: it keeps its connection open and never answers. */
    @Test
    void aRegistryThatDoesNotAnswerHidesNoOther() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            var never = new UsedImage(
                    Reference.parse("127.0.0.1:" + silent.getLocalPort() + "/never:1"), PublishedApp.ARM64, "tools");
            List<UsedImage> images = List.of(never, used("", PublishedApp.ARM64));
            try (var bases = new LegBases(lookup, () -> images, Duration.ofSeconds(1))) {
                List<BaseImage> found = bases.get(NONE).value().orElseThrow();
                assertThat(found.get(0).taken().reason()).isEqualTo("its registry did not answer in time");
                assertThat(found.get(1)).isEqualTo(january.get(PublishedApp.ARM64));
            }
        }
    }

    @Test
    void whereTheImagesAreNotFoundOutTheReasonIsSaid() {
        assertThat(get(NONE, () -> {
                            throw new FormatException("its Dockerfile came on standard input");
                        })
                        .reason())
                .isEqualTo("its Dockerfile came on standard input");
        assertThat(get(NONE, () -> {
                            throw new java.io.IOException("hunter2");
                        })
                        .reason())
                .isEqualTo("its Dockerfile could not be read");
        assertThat(get(NONE).value()).contains(List.of());
    }
}
