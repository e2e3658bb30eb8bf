package dev.multiarch.registry.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.json.Json;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.LayoutSample;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.ServedImages;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutTest {
    private static final Digest INDEX = Digest.of(Sample.INDEX);
    private static final String TAGGED = LayoutSample.entry(MediaTypes.OCI_INDEX, Sample.INDEX, "1");

    @TempDir
    Path folder;

    /** @param selector what follows the name of the layout */
    @ParameterizedTest(name = "NAME{0}")
    @ValueSource(strings = {"", ":1", "@DIGEST"})
    void anImageIsReadFromFolderAndArchiveAlike(String selector) throws Exception {
        LayoutSample.whole().folder(folder.resolve("layout"));
        Files.write(folder.resolve("image.tar"), LayoutSample.whole().tar().bytes());
        for (String name : new String[] {"oci:layout", "oci-archive:image.tar"}) {
            try (Layout layout = open(name + selector.replace("DIGEST", INDEX.toString()))) {
                assertThat(layout.root().bytes()).isEqualTo(Sample.INDEX);
                assertThat(layout.current(INDEX)).contains(INDEX);
                assertThat(layout.presence(blob(Sample.LAYER)).there()).isTrue();
                assertThat(layout.presence(blob(new byte[1])).there()).isFalse();
                Document manifest = layout.manifest(Digest.of(Sample.MANIFEST));
                Descriptor layer =
                        Manifest.parse(manifest.bytes(), "m").layers().get(0);
                assertThat(layout.blob(Sample.config(), 4096).bytes()).isEqualTo(Sample.CONFIG);
                try (InputStream in = layout.layer(layer)) {
                    assertThat(in.readAllBytes()).isEqualTo(Sample.LAYER);
                }
            }
        }
    }

    private static Descriptor blob(byte[] content) {
        return Descriptor.read(
                Json.read(Sample.bytes(ServedImages.descriptor("application/octet-stream", content)), "blob"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "oci:, names no layout. Expected oci:DIR[:tag]",
        "oci-archive::1, names no layout. Expected oci-archive:FILE[:tag]",
        "oci:layout:, names no layout",
        "oci:layout@sha256:12, digest \"sha256:12\" is malformed"
    })
    void aNameThatIsNoneIsToldBeforeAnythingIsRead(String name, String why) {
        assertThat(catchThrowableOfType(FormatException.class, () -> open(name)))
                .hasMessageContaining(why);
    }

    static Stream<Arguments> choices() {
        String other = LayoutSample.entry(MediaTypes.OCI_MANIFEST, Sample.MANIFEST, "2");
        String bare = LayoutSample.entry(MediaTypes.OCI_INDEX, Sample.INDEX, "");
        String full = LayoutSample.entry(MediaTypes.OCI_INDEX, Sample.INDEX, "docker.io/library/app:1");
        String amd64 = LayoutSample.entry(MediaTypes.OCI_MANIFEST, Sample.MANIFEST, "")
                .replaceFirst("}$", ", \"platform\": {\"os\": \"linux\", \"architecture\": \"amd64\"}}");
        String arm64 = LayoutSample.entry(MediaTypes.OCI_MANIFEST, Sample.CONFIG, "")
                .replaceFirst("}$", ", \"platform\": {\"os\": \"linux\", \"architecture\": \"arm64\"}}");
        byte[] own = LayoutSample.index(amd64, arm64);
        return Stream.of(
                arguments("one without a name", "oci:layout", LayoutSample.index(bare), INDEX),
                arguments("a tag among several", "oci:layout:1", LayoutSample.index(other, TAGGED), INDEX),
                arguments("one image, two names", "oci:layout", LayoutSample.index(TAGGED, full), INDEX),
                arguments("the tag of a whole name", "oci:layout:1", LayoutSample.index(other, full), INDEX),
                arguments("a whole name", "oci:layout:1", LayoutSample.index(full, TAGGED), INDEX),
                arguments("index.json is the index", "oci:layout", own, Digest.of(own)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("choices")
    void theNamedEntryIsTaken(String name, String typed, byte[] index, Digest expected) throws Exception {
        var sample = LayoutSample.whole();
        sample.files().put("index.json", index);
        sample.folder(folder.resolve("layout"));
        try (Layout layout = open(typed)) {
            assertThat(layout.root().digest()).isEqualTo(expected);
            assertThat(layout.current(INDEX)).contains(expected);
        }
    }

    static Stream<Arguments> wrong() {
        String other = LayoutSample.entry(MediaTypes.OCI_MANIFEST, Sample.MANIFEST, "2");
        String twice = LayoutSample.entry(MediaTypes.OCI_MANIFEST, Sample.MANIFEST, "1");
        String larger = TAGGED.replaceFirst("\"size\": ", "\"size\": 1");
        String index = LayoutSample.path(Sample.INDEX);
        return Stream.of(
                arguments("no mark", ":1", whole().without("oci-layout"), "it lacks the file oci-layout. Fix: name"),
                arguments("an invalid mark", ":1", whole().with("oci-layout", "{}"), "imageLayoutVersion: missing"),
                arguments(
                        "another version",
                        ":1",
                        whole().with("oci-layout", "{\"imageLayoutVersion\": \"2.0.0\"}"),
                        "its layout has the version \"2.0.0\", expected 1.0.0"),
                arguments(
                        "no index", ":1", whole().without("index.json"), "reading index.json: the layout has no such"),
                arguments("huge index", ":1", whole().with("index.json", " ".repeat(5 << 20)), "larger than 4194304"),
                arguments("deep index", ":1", whole().with("index.json", "{\"a\":".repeat(99)), "not valid JSON"),
                arguments("no entry", ":1", indexed(), "index.json contains no image"),
                arguments("no such tag", ":3", indexed(TAGGED, other), "contains no image \"3\": 1, 2"),
                arguments("which one", "", indexed(TAGGED, other), "names several images: 1, 2. Fix: name one"),
                arguments(
                        "one name, two images",
                        ":1",
                        indexed(TAGGED, twice),
                        "names 2 images \"1\", and tools choose different ones"),
                arguments("another size", ":1", indexed(larger), "bytes, index.json says 1"),
                arguments("no such digest", "@" + Digest.of(new byte[1]), whole(), "the layout has no such blob"),
                arguments("no blob", ":1", whole().without(index), "the layout has no such blob"),
                arguments("other bytes", ":1", whole().with(index, "{}"), "the bytes are sha256:44136fa355b3678a"),
                arguments("a line of text", ":1", whole().with(index, "\n::error::x"), "the bytes are sha256:"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void whatIsWrongIsSaidOfFolderAndArchiveAlike(String name, String selector, LayoutSample sample, String why)
            throws Exception {
        sample.folder(folder.resolve("layout"));
        Files.write(folder.resolve("image.tar"), sample.tar().bytes());
        fails("oci:layout" + selector, why);
        fails("oci-archive:image.tar" + selector, why);
    }

    @Test
    void layersAreCheckedToTheirEnd() throws Exception {
        Descriptor layer = Manifest.parse(Sample.MANIFEST, "m").layers().get(0);
        for (String content : new String[] {"layes", "laye", "layers"}) {
            String name = "layout" + content;
            whole().with(LayoutSample.path(Sample.LAYER), content).folder(folder.resolve(name));
            try (Layout layout = open("oci:" + name);
                    InputStream in = layout.layer(layer)) {
                assertThat(catchThrowableOfType(IOException.class, in::readAllBytes))
                        .hasMessageStartingWith("oci:" + name + ": reading the layer " + layer.digest() + ": ")
                        .hasMessageMatching(".*(the bytes are sha256:.*|given as 5 bytes, found (4|more))");
            }
        }
    }

    static Stream<Arguments> links() {
        String index = LayoutSample.path(Sample.INDEX);
        return Stream.of(
                arguments(index, "symbolic link", index + " is a symbolic link, which is not followed"),
                arguments("blobs/sha256", "symbolic link", "blobs/sha256 is a symbolic link"),
                arguments("blobs", "symbolic link", "blobs is a symbolic link"),
                arguments("index.json", "symbolic link", "index.json is a symbolic link"),
                arguments("oci-layout", "symbolic link", "oci-layout is a symbolic link"),
                arguments(index, "pipe", index + " is not a regular file"),
                arguments("index.json", "pipe", "index.json is not a regular file"),
                arguments(index, "folder", index + " is not a regular file"),
                arguments("blobs", "file", "blobs is not a folder"));
    }

    @ParameterizedTest(name = "{0} is a {1}")
    @MethodSource("links")
    void whatIsNoPlainFileIsNotOpened(String name, String kind, String why) throws Exception {
        Path root = whole().folder(folder.resolve("layout"));
        Path away = Files.move(root.resolve(name), folder.resolve("away"));
        switch (kind) {
            case "symbolic link" -> Files.createSymbolicLink(root.resolve(name), away);
            case "folder" -> Files.createDirectory(root.resolve(name));
            case "file" -> Files.createFile(root.resolve(name));
            default ->
                assertThat(new ProcessBuilder("mkfifo", root.resolve(name).toString())
                                .start()
                                .waitFor())
                        .isZero();
        }
        fails("oci:layout:1", why);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "oci:nowhere, there is no such folder",
        "oci:file, it is not a folder; an archive is named oci-archive:FILE",
        "oci-archive:nowhere.tar, there is no such file",
        "oci-archive:., it is a folder; a layout in a folder is named oci:DIR",
        "oci-archive:/dev/null, it is not a regular file"
    })
    void whatIsNotThereIsSaid(String name, String why) throws Exception {
        Files.createFile(folder.resolve("file"));
        fails(name, why);
    }

    private static LayoutSample whole() {
        return LayoutSample.whole();
    }

    private static LayoutSample indexed(String... entries) {
        var sample = whole();
        sample.files().put("index.json", LayoutSample.index(entries));
        return sample;
    }

    private Layout open(String name) throws RegistryException {
        return Layout.open(name, folder::resolve);
    }

    private void fails(String name, String why) {
        var failure = catchThrowableOfType(RegistryException.class, () -> {
            try (Layout layout = open(name)) {
                layout.root();
            }
        });
        assertThat(failure).as(name).isNotNull();
        assertThat(failure.getMessage()).startsWith(name + ": ").contains(why).doesNotContain("\n");
        assertThat(failure.kind().name().toLowerCase(Locale.ROOT)).isNotEqualTo("unauthorized");
    }
}
