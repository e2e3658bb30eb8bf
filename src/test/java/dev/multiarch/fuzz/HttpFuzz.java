package dev.multiarch.fuzz;

import dev.multiarch.registry.http.RawAnswer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Any bytes are an HTTP answer or refused in one sentence, however they are cut into packets. The first byte chooses
 * between GET and HEAD.
 */
public final class HttpFuzz {
    private static final int LONGEST_MESSAGE = 300;

    private HttpFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        String method = (input[0] & 1) == 0 ? "GET" : "HEAD";
        byte[] raw = Arrays.copyOfRange(input, 1, input.length);
        byte[] whole = read(method, new ByteArrayInputStream(raw));
        byte[] dripped = read(method, new Drip(raw));
        IndexFuzz.require(Arrays.equals(whole, dripped), "packets do not matter");
        IndexFuzz.require(whole.length <= raw.length + LONGEST_MESSAGE, "no byte comes from nowhere");
    }

    private static byte[] read(String method, InputStream in) {
        try {
            return RawAnswer.read(method, in);
        } catch (IOException refused) {
            String message = refused.getMessage();
            IndexFuzz.require(
                    !message.isBlank() && message.length() <= LONGEST_MESSAGE, "a refusal says why, in short");
            IndexFuzz.require(message.chars().noneMatch(Character::isISOControl), "it quotes no control character");
            return message.getBytes(StandardCharsets.UTF_8);
        }
    }

    /** One byte at a time. */
    private static final class Drip extends ByteArrayInputStream {
        Drip(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read(byte[] bytes, int offset, int length) {
            return super.read(bytes, offset, Math.min(1, length));
        }
    }
}
