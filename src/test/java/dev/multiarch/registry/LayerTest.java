package dev.multiarch.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Manifest;
import dev.multiarch.json.Json;
import dev.multiarch.registry.request.RegistryException;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LayerTest {
    private static final Descriptor LAYER =
            Manifest.read(Json.read(Sample.MANIFEST, "sample")).layers().get(0);
    private static final String GET = "GET /v2/app/blobs/" + LAYER.digest();
    private static final String CUT = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nlay";

    private static byte[] read(Reply... replies) throws Exception {
        try (var server = FaultyRegistry.start();
                var client = Sample.client();
                InputStream in = client.layer(Sample.app(server.on(GET, replies).host()), LAYER)) {
            return in.readAllBytes();
        }
    }

    private static Reply.Whole whole(byte[] bytes) {
        return Reply.document("application/octet-stream", bytes);
    }

    @Test
    void comesAsItIs() throws Exception {
        assertThat(read(whole(Sample.LAYER))).isEqualTo(Sample.LAYER);
    }

    @Test
    void isTakenUpWhereItBroke() throws Exception {
        Reply rest = Reply.raw("HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 3-4/5\r\n"
                + "Content-Length: 2\r\nConnection: close\r\n\r\ner");
        assertThat(read(Reply.raw(CUT), rest)).isEqualTo(Sample.LAYER);
    }

    @Test
    void isReadAgainFromTheStartWhereTheServerKnowsNoRanges() throws Exception {
        assertThat(read(Reply.raw(CUT), whole(Sample.LAYER))).isEqualTo(Sample.LAYER);
    }

    @Test
    void otherBytesAreRefusedAtTheEnd() {
        assertThatThrownBy(() -> read(whole(Sample.bytes("LAYER"))))
                .isInstanceOf(BlobStream.Broken.class)
                .hasMessageContaining("the bytes are sha256:")
                .hasMessageContaining("asked for " + LAYER.digest());
    }

    @Test
    void moreThanPromisedIsRefused() {
        assertThatThrownBy(() -> read(whole(Arrays.copyOf(Sample.LAYER, 9))))
                .isInstanceOf(BlobStream.Broken.class)
                .hasMessageContaining("its size is given as 5 bytes, found 9");
    }

    @Test
    void whatIsNotThereIsToldAtOnce() {
        assertThatThrownBy(() -> read(Reply.status(404))).isInstanceOf(RegistryException.class);
    }
}
