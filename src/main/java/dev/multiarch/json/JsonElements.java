package dev.multiarch.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The elements of a list as they are written in a document, for what must stay as it is to the last character. */
public final class JsonElements {
    private JsonElements() {}

    /**
     * @param bytes that {@link Json#read} has taken
     * @param key of a list of objects in the root
     */
    public static List<String> of(byte[] bytes, String key) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        List<String> elements = new ArrayList<>();
        try (JsonParser parser = Json.parser(text)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = parser.currentName().equals(key);
                JsonToken value = parser.nextToken();
                if (found && value == JsonToken.START_ARRAY) {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        elements.add(element(parser, text));
                    }
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e); // it was read before
        }
        return elements;
    }

    private static String element(JsonParser parser, String text) throws IOException {
        int from = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        return text.substring(from, (int) parser.currentLocation().getCharOffset());
    }
}
