package dev.multiarch.registry.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** An answer read from bytes, without a server. */
public final class RawAnswer {
    private RawAnswer() {}

    /** @return status, a space, the body */
    public static byte[] read(String method, InputStream raw) throws IOException {
        var in = new ConnectionInput(raw);
        Head head = Head.read(in);
        Content content = Content.of(method, head, in);
        var all = new ByteArrayOutputStream();
        all.writeBytes((head.status() + " ").getBytes(StandardCharsets.US_ASCII));
        byte[] buffer = new byte[100];
        for (int count = content.read(buffer, 0, 100); count >= 0; count = content.read(buffer, 0, 100)) {
            all.write(buffer, 0, count);
        }
        return all.toByteArray();
    }
}
