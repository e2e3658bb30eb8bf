package dev.multiarch.record;

import dev.multiarch.image.Digest;
import dev.multiarch.text.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a small name holds, see {@link RecordNames}: one line, {@code <digest> <key>}.
 *
 * @param record digest of the record's bytes
 * @param key of the record
 */
public record RecordPointer(Digest record, String key) {
    byte[] write() {
        return (record + " " + key + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Empty where these bytes are something else. */
    public static Optional<RecordPointer> read(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int space = text.indexOf(' ');
        String key = text.endsWith("\n") ? text.substring(space + 1, text.length() - 1) : "";
        if (space < 0 || !RecordStore.isKey(key)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new RecordPointer(Digest.parse(text.substring(0, space)), key));
        } catch (FormatException malformed) {
            return Optional.empty();
        }
    }
}
