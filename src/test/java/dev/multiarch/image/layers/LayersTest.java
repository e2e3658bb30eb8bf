package dev.multiarch.image.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.multiarch.image.ImageConfig;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LayersTest {
    private static final String TAR = "application/vnd.oci.image.layer.v1.tar";
    private static final LayerLimits FEW = new LayerLimits(1 << 20, 200, 3, 200);
    private static final byte[] ARM64 =
            Arrays.copyOf(HexFormat.of().parseHex("7f454c460201010000000000000000000300b700"), 700);
    private static final byte[] AMD64 =
            Arrays.copyOf(HexFormat.of().parseHex("7f454c4602010100000000000000000003003e00"), 64);

    private static TarBytes tar() {
        return new TarBytes();
    }

    private static LayerFacts read(byte[] bytes, String type) throws IOException {
        return LayerReader.read(new ByteArrayInputStream(bytes), type, bytes.length, FEW);
    }

    private static List<String> programs(TarBytes... layers) throws IOException {
        return Binaries.of(root(layers), Binaries.Started.unknown("")).files().stream()
                .map(file -> file.path() + " " + file.header().orElseThrow().described())
                .toList();
    }

    private static RootFs root(TarBytes... layers) throws IOException {
        var root = new RootFs();
        for (TarBytes layer : layers) {
            root.lay(read(layer.bytes(), TAR));
        }
        return root;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void layersLieOverEachOther(String name, List<TarBytes> layers, List<String> expected) throws IOException {
        assertThat(programs(layers.toArray(TarBytes[]::new))).isEqualTo(expected);
    }

    static Stream<Arguments> layersLieOverEachOther() {
        return Stream.of(
                row("one file", List.of(tar().file("./a", 0755, ARM64)), "/a AArch64"),
                row("a later file", List.of(one("a", AMD64), one("/a", ARM64)), "/a AArch64"),
                row("a later file is not a program", List.of(one("a", AMD64), one("a", new byte[9]))),
                row("a whiteout", List.of(one("d/a", AMD64), one("d/.wh.a", new byte[0]))),
                row("a whiteout of a folder", List.of(one("d/e/a", AMD64), one(".wh.d", new byte[0]))),
                row(
                        "an opaque folder",
                        List.of(
                                one("d/a", AMD64),
                                one("d/.wh..wh..opq", new byte[0]).file("d/b", 0755, ARM64)),
                        "/d/b AArch64"),
                row(
                        "a whiteout of its own file",
                        List.of(tar().file("a", 0755, ARM64).file(".wh.a", 0, new byte[0])),
                        "/a AArch64"),
                row(
                        "through a folder's link",
                        List.of(tar().symlink("lib", "usr/lib").file("usr/lib/a", 0755, AMD64), one("lib/a", ARM64)),
                        "/usr/lib/a AArch64"),
                row(
                        "a hard link",
                        List.of(tar().file("a", 0755, ARM64).hardLink("b", "a")),
                        "/a AArch64",
                        "/b AArch64"),
                row(
                        "a hard link downwards",
                        List.of(one("a", ARM64), tar().hardLink("b", "/a").file(".wh.a", 0, new byte[0])),
                        "/b AArch64"),
                row("a file for a folder", List.of(one("d/a", AMD64).folder("d"), one("d", new byte[0]))),
                row("out of the root", List.of(one("../../a", ARM64)), "/a AArch64"),
                row("a pax name", List.of(tar().pax("12 path=b/c\n").file("a", 0755, ARM64)), "/b/c AArch64"),
                row(
                        "a GNU name",
                        List.of(tar().entry("@", 'L', 0, "", 4, "b/c\0".getBytes())
                                .file("a", 0755, ARM64)),
                        "/b/c AArch64"));
    }

    private static Arguments row(String name, List<TarBytes> layers, String... expected) {
        return Arguments.of(name, layers, List.of(expected));
    }

    private static TarBytes one(String name, byte[] content) {
        return tar().file(name, 0755, content);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void badLayersSayWhatIsWrong(String message, byte[] bytes, String type) {
        assertThatThrownBy(() -> new RootFs().lay(read(bytes, type)))
                .isInstanceOf(LayerException.class)
                .hasMessage(message);
    }

    static Stream<Arguments> badLayersSayWhatIsWrong() {
        byte[] good = one("a", ARM64).bytes();
        byte[] zipped = TarBytes.gzip(good);
        byte[] otherSum = zipped.clone();
        otherSum[zipped.length - 8]++;
        return Stream.of(
                Arguments.of("its tar archive is cut off", Arrays.copyOf(good, 800), TAR),
                Arguments.of("its tar archive is cut off", Arrays.copyOf(good, 100), TAR),
                Arguments.of(
                        "it is not a tar archive, or a tar header is damaged",
                        HexFormat.of().parseHex("31".repeat(512)),
                        TAR),
                Arguments.of("its gzip stream is cut off", Arrays.copyOf(zipped, 40), TAR + "+gzip"),
                Arguments.of("its gzip stream does not match its own checksum", otherSum, TAR + "+gzip"),
                Arguments.of(
                        "its tar archive is cut off",
                        Arrays.copyOf(good, 800),
                        TAR + "+gzip"), // read as tar all the same
                Arguments.of("layers of the media type \"" + TAR + "+brotli\" can't be read", good, TAR + "+brotli"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void layersBeyondALimitSayWhich(String message, byte[] bytes, String type) {
        badLayersSayWhatIsWrong(message, bytes, type);
    }

    static Stream<Arguments> layersBeyondALimitSayWhich() {
        byte[] half = one("a", ARM64).open();
        byte[] lonelyZeros = concat(concat(half, new byte[512]), half);
        return Stream.of(
                Arguments.of("its tar archive contains a single block of zeros", lonelyZeros, TAR),
                Arguments.of(
                        "it has more than 3 entries",
                        one("a", ARM64).folder("b").folder("c").folder("d").bytes(),
                        TAR),
                Arguments.of(
                        "its paths have more than 200 characters",
                        tar().pax("213 path=" + "x".repeat(203) + "\n")
                                .file("a", 0, ARM64)
                                .bytes(),
                        TAR),
                Arguments.of(
                        "it holds more than 1048576 bytes when decompressed",
                        TarBytes.gzip(one("a", new byte[2 << 20]).bytes()),
                        TAR + "+gzip"),
                Arguments.of(
                        "a tar header claims 8589934591 bytes, at most 1048576 are read",
                        tar().entry("p", 'x', 0, "", 077777777777L, new byte[0]).bytes(),
                        TAR),
                Arguments.of(
                        "a pax header in it is malformed",
                        tar().pax("99999999 path=a\n").bytes(),
                        TAR),
                Arguments.of(
                        "a hard link in it points to nothing",
                        tar().hardLink("b", "a").bytes(),
                        TAR),
                Arguments.of(
                        "its directory links form a circle",
                        tar().symlink("a", "b")
                                .symlink("b", "a")
                                .file("a/c", 0755, ARM64)
                                .bytes(),
                        TAR));
    }

    @Test
    void whatFollowsTheEndOfAnArchiveIsNoPartOfIt() throws IOException {
        byte[] tail = concat(one("b", ARM64).bytes(), new byte[] {1, 2, 3});
        assertThat(read(concat(one("a", ARM64).bytes(), tail), TAR).nodes()).containsOnlyKeys("a");
    }

    @Test
    void membersOfGzipFollowEachOther() throws IOException {
        byte[] whole = one("a", ARM64).bytes();
        byte[] first = TarBytes.gzip(Arrays.copyOf(whole, 600));
        byte[] second = TarBytes.gzip(Arrays.copyOfRange(whole, 600, whole.length));
        assertThat(read(concat(first, second), TAR + "+gzip").nodes()).containsOnlyKeys("a");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void badZstdSaysWhatIsWrong(String message, byte[] bytes) {
        badLayersSayWhatIsWrong(message, bytes, TAR + "+zstd");
    }

    static Stream<Arguments> badZstdSaysWhatIsWrong() {
        byte[] good = one("a", ARM64).bytes();
        byte[] bomb = Zstd.compress(one("a", new byte[2 << 20]).bytes());
        byte[] wideWindow = HexFormat.of().parseHex("28b52ffd0090010000"); // 256 MiB
        return Stream.of(
                Arguments.of("its zstd stream is malformed: Truncated source", Arrays.copyOf(Zstd.compress(good), 40)),
                Arguments.of(
                        "its zstd stream is malformed: Unknown frame descriptor", concat(Zstd.compress(good), good)),
                Arguments.of("its zstd stream is malformed: Frame requires too much memory for decoding", wideWindow),
                Arguments.of("it holds more than 1048576 bytes when decompressed", bomb));
    }

    @Test
    void framesOfZstdFollowEachOtherAndThoseToSkip() throws IOException {
        byte[] whole = one("a", ARM64).bytes();
        byte[] skipped =
                HexFormat.of().parseHex("502a4d1803000000616263"); // as zstd:chunked adds its table of contents
        byte[] first = concat(skipped, Zstd.compress(Arrays.copyOf(whole, 600)));
        byte[] second = concat(Zstd.compress(Arrays.copyOfRange(whole, 600, whole.length)), skipped);
        assertThat(read(concat(first, second), TAR + "+zstd").nodes()).containsOnlyKeys("a");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void findsWhatStarts(String expected, TarBytes layer, List<String> command) throws IOException {
        var start = new ImageConfig.Start(command, "/sbin:/bin", "/srv");
        var started = new Entrypoint(root(layer), start).find();
        assertThat(started.path().orElse(started.reason())).isEqualTo(expected);
    }

    static Stream<Arguments> findsWhatStarts() {
        byte[] env = "#!/bin/env -S x\n".getBytes();
        return Stream.of(
                Arguments.of("/bin/x", one("bin/x", ARM64), List.of("x")),
                Arguments.of("/srv/x", one("srv/x", ARM64), List.of("./x")),
                Arguments.of("/y", tar().symlink("bin/x", "../y").file("y", 0755, ARM64), List.of("x")),
                Arguments.of("/bin/x", tar().file("run", 0755, env).file("bin/x", 0755, ARM64), List.of("/run")),
                Arguments.of("no layer contains the program x", tar().symlink("bin/x", "x"), List.of("x")),
                Arguments.of("the program /x is neither ELF nor a script", one("x", new byte[5]), List.of("/x")),
                Arguments.of("scripts start scripts more than 5 times", one("x", "#!/x".getBytes()), List.of("/x")),
                Arguments.of("the config has neither an entrypoint nor a command", tar(), List.of()));
    }

    private static byte[] concat(byte[] first, byte[] second) {
        var both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }
}
