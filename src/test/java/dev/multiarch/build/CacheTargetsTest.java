package dev.multiarch.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.process.Programs;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.embedded.EmbeddedRegistry;
import dev.multiarch.registry.embedded.Fault;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.Refused;
import dev.multiarch.step.Session;
import dev.multiarch.text.FormatException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * HOST is the registry of the image HOST/org/app, whose tags 1 and latest this call moves. It holds images, build caches in
 * both their forms, and a chart.
 */
class CacheTargetsTest {
    private static final List<Platform> LEGS = List.of(Platform.parse("linux/arm64"), Platform.parse("linux/arm/v7"));
    private static final String CACHE = "application/vnd.buildkit.cacheconfig.v0";

    private final List<String> progress = new ArrayList<>();
    private EmbeddedRegistry server;
    private Registry registry;
    private Reference image;

    @BeforeEach
    void fill() throws Exception {
        server = EmbeddedRegistry.start();
        registry = new Registry(Sample.patient(Path.of("/nonexistent")));
        image = Reference.parse(server.host() + "/org/app");
        manifest("image-linux-arm-v7", MediaTypes.OCI_MANIFEST, manifestOf(MediaTypes.OCI_CONFIG));
        manifest("buildcache-linux-arm-v7", MediaTypes.OCI_MANIFEST, manifestOf(CACHE));
        manifest("chart-linux-arm-v7", MediaTypes.OCI_MANIFEST, manifestOf("application/vnd.cncf.helm.config.v1+json"));
        manifest("index-linux-arm-v7", MediaTypes.OCI_INDEX, indexOf(MediaTypes.OCI_MANIFEST));
        manifest(
                "oldcache-linux-arm-v7",
                MediaTypes.OCI_INDEX,
                indexOf("application/vnd.oci.image.layer.v1.tar+gzip", CACHE));
        manifest("both-linux-arm-v7", MediaTypes.OCI_INDEX, indexOf(MediaTypes.OCI_MANIFEST, CACHE));
    }

    @AfterEach
    void close() {
        registry.close();
        server.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a separate tag             | type=registry,ref=HOST/org/app:new-cache,mode=max
            a cache that is there        | type=registry,ref=HOST/org/app:buildcache
            a cache that is an index     | type=registry,ref=HOST/org/app:oldcache
            another repository           | type=registry,ref=HOST/org/cache:latest
            a reference alone            | HOST/org/app:buildcache
            of GitHub                    | type=gha,scope=latest
            in the image, without a tag  | type=inline
            in a folder                  | type=local,dest=HOST/org/app:latest
            in a bucket                  | type=s3,bucket=b,name=latest,region=x
            what quotes keep together    | type=registry,"ref=HOST/org/app:buildcache"
            """)
    void writesThere(String name, String value) {
        assertThatCode(() -> check(value)).doesNotThrowAnyException();
        assertThat(progress).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a tag that moves               | type=registry,ref=HOST/org/app:1                | which is a tag that this call moves
            in another order               | ref=HOST/org/app:1,mode=max,type=registry       | which is a tag that this call moves
            in other letters               | TYPE=Registry, REF=HOST/org/app:1               | which is a tag that this call moves
            quoted                         | `"type=registry","ref=HOST/org/app:1"`          | which is a tag that this call moves
            a reference alone              | HOST/org/app:1                                  | which is a tag that this call moves
            the second of several          | HOST/org/app:buildcache,HOST/org/app:1          | which is a tag that this call moves
            no tag                         | type=registry,ref=HOST/org/app                  | which is a tag that this call moves
            this machine by another name   | type=registry,ref=OTHER/org/app:1               | which is a tag that this call moves
            an image                       | type=registry,ref=HOST/org/app:image            | which is not a build cache
            an index                       | type=registry,ref=HOST/org/app:index            | which is not a build cache
            an index with a cache in it    | type=registry,ref=HOST/org/app:both             | which is not a build cache
            a chart                        | type=registry,ref=HOST/org/app:chart            | which is not a build cache
            a digest                       | type=registry,ref=HOST/org/app@sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a | a cache can't be written to a digest
            a tag with a digest            | type=registry,ref=HOST/org/app:1@sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a | a cache can't be written to a digest
            no reference                   | type=registry,ref=HOST/org/APP:1                | use lower-case letters
            an open quote                  | type=registry,"ref=HOST/org/app:1               | a quote is not closed
            """)
    void refuses(String name, String value, String why) {
        assertThatThrownBy(() -> check(value))
                .isInstanceOfAny(FormatException.class, Refused.class)
                .hasMessageContaining(why)
                .hasMessageEndingWith("Nothing was built");
    }

    /** A leg's build moves no tag, but a new {@code latest} would be what people pull until the verdict. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "docker.io/org/app,org/app",
        "docker.io/org/app,registry-1.docker.io/org/app:latest",
        "docker.io/library/app,app",
        "ghcr.io/org/app,GHCR.io/org/app",
        "ghcr.io/org/app,ghcr.io:443/org/app:latest"
    })
    void latestIsNoPlaceForACache(String name, String target) {
        assertThatThrownBy(() -> new CacheTargets(tools())
                        .check(Reference.parse(name), LEGS, List.of(), List.of("--cache-to", target, ".")))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("which is the tag that clients pull by default");
    }

    @Test
    void whatTheImagesRegistryDoesNotTellIsNoPass() {
        server.failAlways("GET /v2/org/app/manifests/c-linux-arm64", Fault.status(403));
        assertThatThrownBy(() -> check("type=registry,ref=HOST/org/app:c"))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("could not check whether that tag holds an image")
                .hasMessageContaining("403");
    }

    /** A builder may reach it all the same. */
    @Test
    void anotherRegistryThatCannotBeSeenIsAWarning() throws Exception {
        check("type=registry,ref=localhost:9/cache:1");
        assertThat(progress)
                .hasSize(2)
                .first()
                .asString()
                .startsWith("warning: --cache-to writes to localhost:9/cache:1-org-app-linux-arm64");
    }

    private void check(String value) throws Exception {
        String there = value.replace("HOST", server.host())
                .replace("OTHER", server.host().replace("127.0.0.1", "LocalHost"));
        new CacheTargets(tools())
                .check(
                        image,
                        LEGS,
                        List.of(image.withTag("1"), image.withTag("latest")),
                        List.of(".", "--cache-to=" + there));
    }

    private Session tools() {
        return new Session(registry, new Programs(line -> {}), Map.of(), progress::add, Optional.empty());
    }

    private void manifest(String tag, String type, String text) throws RegistryException {
        registry.pusher().manifest(image.withTag(tag), type, Sample.bytes(text));
    }

    private String manifestOf(String configType) throws RegistryException {
        byte[] config = Sample.bytes("{\"x\": \"" + configType + "\"}");
        return "{\"schemaVersion\": 2, \"mediaType\": \"" + MediaTypes.OCI_MANIFEST + "\", \"config\": "
                + descriptor(configType, registry.pusher().blob(image, config).toString(), config.length)
                + ", \"layers\": []}";
    }

    /** Of a blob that is there, whatever its entry calls it. */
    private String indexOf(String... types) throws RegistryException {
        byte[] image = Sample.bytes(manifestOf(MediaTypes.OCI_CONFIG));
        String digest = registry.pusher().blob(this.image, image).toString();
        List<String> entries = new ArrayList<>();
        for (String type : types) {
            entries.add(descriptor(type, digest, image.length));
        }
        return "{\"schemaVersion\": 2, \"mediaType\": \"" + MediaTypes.OCI_INDEX + "\", \"manifests\": ["
                + String.join(", ", entries) + "]}";
    }

    private static String descriptor(String type, String digest, int size) {
        return "{\"mediaType\": \"" + type + "\", \"digest\": \"" + digest + "\", \"size\": " + size + "}";
    }
}
