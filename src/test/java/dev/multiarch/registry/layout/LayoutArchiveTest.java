package dev.multiarch.registry.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.layers.TarBytes;
import dev.multiarch.json.Json;
import dev.multiarch.registry.LayoutSample;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.request.RegistryException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Archives that are wrong, and forms of tar that are right. */
class LayoutArchiveTest {
    private static final byte[] MARK = Sample.bytes(LayoutSample.MARK);
    private static final String INDEX = LayoutSample.path(Sample.INDEX);

    @TempDir
    Path folder;

    static Stream<Arguments> hostile() {
        byte[] plain = whole().bytes();
        return Stream.of(
                arguments("empty", new byte[0], "it lacks the file oci-layout"),
                arguments("no tar", Sample.bytes("x".repeat(2000)), "a tar header contains an invalid number"),
                arguments("cut in a header", Arrays.copyOf(plain, 700), "its tar archive is cut off"),
                arguments("cut in a file", Arrays.copyOf(plain, 512 + 10), "which is more than the file has left"),
                arguments("gzip, cut", Arrays.copyOf(TarBytes.gzip(plain), 300), "Unexpected end of ZLIB input stream"),
                arguments("gzip, damaged", damaged(TarBytes.gzip(plain)), "its compression is damaged"),
                arguments(
                        "gzip of no tar", TarBytes.gzip(Sample.bytes("x".repeat(2000))), "contains an invalid number"),
                arguments(
                        "gzip, twice",
                        TarBytes.gzip(whole().file("oci-layout", 0, MARK).bytes()),
                        "oci-layout twice"),
                arguments(
                        "zstd",
                        new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0},
                        "it is compressed by zstd, which is not supported for such archives. Fix: unzstd it first"),
                arguments(
                        "a size beyond the file",
                        new TarBytes()
                                .entry("oci-layout", '0', 0644, "", 1L << 32, MARK)
                                .bytes(),
                        "its oci-layout claims 4294967296 bytes, which is more than the file has left"),
                arguments(
                        "a size of pax beyond the file",
                        new TarBytes()
                                .pax("23 size=99999999999999\n")
                                .file("oci-layout", 0644, MARK)
                                .bytes(),
                        "its oci-layout claims 99999999999999 bytes"),
                arguments(
                        "a huge header of pax",
                        new TarBytes()
                                .entry("pax", 'x', 0, "", 1L << 31, new byte[0])
                                .bytes(),
                        "a tar header claims 2147483648 bytes, at most 1048576 are read"));
    }

    static Stream<Arguments> notPlain() {
        return Stream.of(
                arguments("twice", whole().file("oci-layout", 0644, MARK).bytes(), "it holds oci-layout twice"),
                arguments("twice as ./", whole().file("./index.json", 0, MARK).bytes(), "it holds index.json twice"),
                arguments(
                        "a link",
                        new TarBytes().symlink("oci-layout", "/etc/passwd").bytes(),
                        "is a symbolic link"),
                arguments("a hard link", new TarBytes().hardLink(INDEX, "x").bytes(), INDEX + " is a hard link"),
                arguments(
                        "a folder's link",
                        new TarBytes().symlink("blobs/sha256", "/").bytes(),
                        "is a symbolic link"),
                arguments(
                        "blobs is a link", new TarBytes().symlink("blobs", "/").bytes(), "its blobs is a symbolic"),
                arguments("a pipe", other('6'), "its index.json is a named pipe"),
                arguments("a device", other('3'), "its index.json is not a regular file"),
                arguments("sparse", other('S'), "its index.json is a sparse file"),
                arguments("sparse 1.0", sparse("22 GNU.sparse.major=1\n"), "its index.json is a sparse file"),
                arguments("sparse 0.1", sparse("22 GNU.sparse.map=0,9\n"), "its index.json is a sparse file"),
                arguments("sparse 0.0", sparse("26 GNU.sparse.numblocks=1\n"), "its index.json is a sparse file"),
                arguments(
                        "dots", new TarBytes().file("x/../index.json", 0, MARK).bytes(), "outside the archive: x/../"),
                arguments(
                        "absolute",
                        new TarBytes().file("/index.json", 0, MARK).bytes(),
                        "outside the archive: /index"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"hostile", "notPlain"})
    void isRefusedForWhatItIs(String name, byte[] archive, String why) throws Exception {
        Path file = Files.write(folder.resolve("image.tar"), archive);
        assertThat(catchThrowableOfType(RegistryException.class, () -> Layout.open("oci-archive:" + file, Path::of)))
                .as(name)
                .hasMessageStartingWith("oci-archive:" + file + ": opening the layout: ")
                .hasMessageContaining(why);
    }

    static Stream<Arguments> harmless() {
        var dotted = new TarBytes().folder("./blobs").folder("./blobs/sha256");
        LayoutSample.whole().files().forEach((name, content) -> dotted.file("./" + name, 0644, content));
        var long1 = new TarBytes();
        LayoutSample.whole()
                .files()
                .forEach((name, content) -> long1.entry(
                                "././@LongLink", 'L', 0, "", name.length() + 1, Sample.bytes(name + "\0"))
                        .file("short", 0644, content));
        return Stream.of(
                arguments("dots before names", dotted.bytes()),
                arguments("long names", long1.bytes()),
                arguments("without its end", whole().open()),
                arguments(
                        "other files next to it",
                        whole().symlink("latest", "index.json")
                                .file("manifest.json", 0, MARK)
                                .bytes()),
                arguments("something large next to it", large()),
                arguments("gzip", TarBytes.gzip(whole().bytes())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("harmless")
    void isReadInEveryForm(String name, byte[] archive) throws Exception {
        Path file = Files.write(folder.resolve("image.tar"), archive);
        try (Layout layout = Layout.open("oci-archive:" + file + ":1", Path::of)) {
            assertThat(layout.root().bytes()).isEqualTo(Sample.INDEX);
        }
    }

    @Test
    void aLinkToAnArchiveIsOneAsTheUserNamedIt() throws Exception {
        Files.write(folder.resolve("image.tar"), whole().bytes());
        Path link = Files.createSymbolicLink(folder.resolve("link.tar"), Path.of("image.tar"));
        try (Layout layout = Layout.open("oci-archive:" + link, Path::of)) {
            assertThat(layout.root().bytes()).isEqualTo(Sample.INDEX);
        }
    }

    /** A layer of 5 MiB is too large to be kept, and is reached through all that is before it. */
    @Test
    void aLargeLayerOfACompressedArchiveIsRead() throws Exception {
        byte[] layer = new byte[5 << 20];
        new Random(1).nextBytes(layer);
        var sample = LayoutSample.whole();
        sample.files().put(LayoutSample.path(layer), layer);
        Path file = Files.write(
                folder.resolve("image.tar.gz"),
                TarBytes.gzip(sample.tar().file("blobs/last", 0, MARK).bytes()));
        String json = LayoutSample.entry("application/vnd.oci.image.layer.v1.tar", layer, "");
        Descriptor descriptor = Descriptor.read(Json.read(Sample.bytes(json), "d"));
        try (Layout layout = Layout.open("oci-archive:" + file, Path::of)) {
            assertThat(layout.presence(descriptor).there()).isTrue();
            for (int i = 0; i < 2; i++) {
                try (InputStream in = layout.layer(descriptor)) {
                    assertThat(in.readAllBytes()).isEqualTo(layer);
                }
            }
        }
    }

    @Test
    void aBombEndsBeforeItIsUnpacked() throws Exception {
        Path file = folder.resolve("image.tar.gz");
        try (var gzip = new GZIPOutputStream(Files.newOutputStream(file))) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 300; i++) {
                gzip.write(zeros);
            }
        }
        assertThat(catchThrowableOfType(RegistryException.class, () -> Layout.open("oci-archive:" + file, Path::of)))
                .hasMessageEndingWith("it unpacks to more than 200 times its size");
    }

    private static byte[] damaged(byte[] bytes) {
        Arrays.fill(bytes, 40, 60, (byte) 0xff);
        return bytes;
    }

    private static TarBytes whole() {
        return LayoutSample.whole().tar();
    }

    private static byte[] large() {
        var tar = new TarBytes().file("large", 0644, new byte[100_000]);
        LayoutSample.whole().files().forEach((name, content) -> tar.file(name, 0644, content));
        return tar.bytes();
    }

    private static byte[] other(char type) {
        return new TarBytes()
                .entry("index.json", type, 0644, "", 0, new byte[0])
                .bytes();
    }

    private static byte[] sparse(String pax) {
        return new TarBytes()
                .pax(pax)
                .file("index.json", 0644, Arrays.copyOf(Sample.bytes("1\n0\n5\n"), 600))
                .bytes();
    }
}
