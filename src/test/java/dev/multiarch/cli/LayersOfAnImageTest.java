package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.layers.TarBytes;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.Reply;
import dev.multiarch.registry.ServedImages;
import dev.multiarch.registry.ShelfImage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Layers must be what manifest and config say, and what every client unpacks. */
class LayersOfAnImageTest {
    private static final String TAR = ShelfImage.TAR;
    private static final String DOCKER = "application/vnd.docker.image.rootfs.diff.tar";
    private static final byte[] ARM64 = program("b700");
    private static final byte[] AMD64 = program("3e00");

    @RegisterExtension
    final Commands commands = new Commands();

    private final FaultyRegistry server = FaultyRegistry.start();
    private final byte[] tar = new TarBytes().file("app", 0755, ARM64).bytes();

    @AfterEach
    void close() {
        server.close();
    }

    private static byte[] program(String machine) {
        return Arrays.copyOf(HexFormat.of().parseHex("7f454c460201010000000000000000000200" + machine), 200);
    }

    private ShelfImage image() {
        return new ShelfImage(server, "arm64");
    }

    private Transcript verify(ShelfImage image, String... more) {
        String index = ServedImages.indexOf(ServedImages.on(image.put(), "linux/arm64"));
        new ServedImages(server).tag(MediaTypes.OCI_INDEX, index);
        String[] words = Arrays.copyOf(new String[] {"verify-index", server.host() + "/app:1"}, 2 + more.length);
        System.arraycopy(more, 0, words, 2, more.length);
        return commands.run(words);
    }

    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource({
        "tar, +gzip",
        "gzip, +gzip",
        "zstd, +gzip",
        "gzip, +zstd",
        "zstd, +zstd",
        "tar, ''",
        "two members, +gzip"
    })
    void whatAllClientsUnpackAlikePasses(String form, String suffix) {
        assertThat(verify(image().layer(TAR + suffix, packed(form), tar)))
                .exitCode(0)
                .stdoutContains("image.elf-machine [linux/arm64] 1 file of AArch64");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"tar, ''", "gzip, ''", "gzip, .gzip", "zstd, .gzip"})
    void dockersMediaTypesAreReadByTheFirstBytes(String form, String suffix) {
        assertThat(verify(image().layer(DOCKER + suffix, packed(form), tar))).exitCode(0);
    }

    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource({
        "gzip, '', 'its media type says plain tar and it begins like gzip'",
        "zstd, '', 'its media type says plain tar and it begins like zstd'",
        "bzip2, +gzip, 'it is compressed with bzip2: Docker and Podman can unpack that, containerd cannot'",
        "gzip and zeros, +gzip, 'data that is not gzip follows its gzip stream'",
        "gzip and junk, +gzip, 'data that is not gzip follows its gzip stream'"
    })
    void whatClientsUnpackDifferentlyFails(String form, String suffix, String message) {
        assertThat(verify(image().layer(TAR + suffix, packed(form), tar)))
                .exitCode(1)
                .stdoutContains("fail     image.elf-machine [linux/arm64] layer 1: " + message);
    }

    private byte[] packed(String form) {
        byte[] gzip = TarBytes.gzip(tar);
        return switch (form) {
            case "tar" -> tar;
            case "gzip" -> gzip;
            case "zstd" -> Zstd.compress(tar);
            case "two members" ->
                joined(TarBytes.gzip(Arrays.copyOf(tar, 300)), TarBytes.gzip(Arrays.copyOfRange(tar, 300, tar.length)));
            case "bzip2" -> joined("BZh9".getBytes(), gzip);
            case "gzip and zeros" -> joined(gzip, new byte[512]);
            case "gzip and junk" -> joined(gzip, "junk".getBytes());
            default -> throw new IllegalArgumentException(form);
        };
    }

    private static byte[] joined(byte[] first, byte[] second) {
        var both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }

    /** As a gzip stream it holds a program for arm64, as a tar archive one for amd64. */
    @ParameterizedTest(name = "declared as tar{0}, its diff_id {1}")
    @CsvSource({
        "'', as tar, its media type says plain tar and it begins like gzip",
        "'', as gzip, its media type says plain tar and it begins like gzip",
        "+gzip, as tar, layer 1 unpacks to sha256:"
    })
    void aLayerThatIsTarAndGzipAtOnceFails(String suffix, String diffId, String message) {
        byte[] both = tarAndGzip();
        byte[] told = diffId.equals("as tar") ? both : tar;
        assertThat(verify(image().layer(TAR + suffix, both, told))).exitCode(1).stdoutContains(message);
    }

    @Test
    void saidToBeGzipItIsGzipToEverybody() {
        assertThat(verify(image().layer(TAR + "+gzip", tarAndGzip(), tar))).exitCode(0);
    }

    /** The whole archive is in the extra field of gzip's header; for tar the member follows the archive's end. */
    private byte[] tarAndGzip() {
        byte[] gzip = TarBytes.gzip(tar);
        byte[] member = Arrays.copyOfRange(gzip, 10, gzip.length);
        byte[] amd64 = new TarBytes().file("app", 0755, AMD64).bytes();
        int rest = 512 - 12 + amd64.length;
        byte[] header = new TarBytes().file("x", 0644, new byte[0]).open();
        header[0] = 0x1f;
        header[1] = (byte) 0x8b;
        header[2] = 8;
        header[3] = 4; // FEXTRA
        header[10] = (byte) rest;
        header[11] = (byte) (rest >> 8);
        sum(header);
        return joined(joined(header, amd64), member);
    }

    private static void sum(byte[] header) {
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        byte[] text = String.format("%06o\0 ", sum).getBytes();
        System.arraycopy(text, 0, header, 148, 8);
    }

    @Test
    void aDiffIdOfOtherContentFails() {
        var image = image().layer(TAR, tar, new byte[0]);
        assertThat(verify(image))
                .exitCode(1)
                .stdoutContains("layer 1 unpacks to " + Digest.of(tar) + ", the config's diff_id for it is "
                        + Digest.of(new byte[0]));
    }

    @Test
    void diffIdsInAnotherOrderFail() {
        byte[] other = new TarBytes().file("etc/x", 0644, new byte[3]).bytes();
        var image = image().layer(TAR, tar, tar).layer(TAR, other, other);
        image.diffIds(List.of(image.diffIds().get(1), image.diffIds().get(0)));
        assertThat(verify(image)).exitCode(1).stdoutContains("layer 1 unpacks to ", "; and 1 more");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "0, 'diff_ids in its config: 0, layers in its manifest: 1'",
        "2, 'diff_ids in its config: 2, layers in its manifest: 1'"
    })
    void missingAndSurplusDiffIdsFail(int count, String message) {
        var image = image().layer(TAR, tar, tar);
        image.diffIds(Collections.nCopies(count, image.diffIds().get(0)));
        assertThat(verify(image)).exitCode(1).stdoutContains(message);
    }

    @Test
    void aClaimedSizeKeepsNobodyFromReading() {
        var image = image().layer(TAR, new TarBytes().file("app", 0755, AMD64).bytes(), tar)
                .claiming(0, 300L << 20);
        assertThat(verify(image))
                .exitCode(1)
                .stdoutContains(
                        "fail     image.elf-machine [linux/arm64] layer 1: ",
                        "has 2048 bytes, and its descriptor says 314572800",
                        "fail     image.blobs-exist [linux/arm64] layer 1 sha256:");
    }

    @Test
    void aSizeThatTheRegistryDoesNotSayIsCounted() {
        var image = image().layer(TAR, tar, tar).claiming(0, 300L << 20);
        String path = " /v2/app/blobs/" + Digest.of(tar);
        String chunk = Integer.toHexString(tar.length) + "\r\n" + new String(tar, StandardCharsets.ISO_8859_1);
        server.on("HEAD" + path, Reply.status(200));
        server.on(
                "GET" + path,
                Reply.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + "\r\n0\r\n\r\n"));
        assertThat(verify(image))
                .exitCode(1)
                .stdoutContains("fail     image.elf-machine [linux/arm64] layer 1: ", "bytes, found 2048");
    }

    @Test
    void aLayerThatIsLargerThanItsDescriptorFails() {
        assertThat(verify(image().layer(TAR, tar, tar).claiming(0, 10)))
                .exitCode(1)
                .stdoutContains("its size is given as 10 bytes, found 2048");
    }
}
