package dev.multiarch.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import dev.multiarch.text.AmbiguousException;
import dev.multiarch.text.FormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * JSON (RFC 8259) in and out as plain lists, maps, strings, longs, doubles, booleans and {@code null}. Reading refuses
 * repeated keys, more than 32 levels and more than 16 MiB: what is read comes from registries and pull requests.
 */
public final class Json {
    private static final int DEPTH = 32;
    private static final int LENGTH = 16 << 20;

    /** A value of three bytes, {@code {},}, takes a hundred in memory: more than any honest document has. */
    private static final int MOST_VALUES = 1_000_000;

    /** What the parser says in place of the text around a fault, which it has to keep to itself. */
    private static final Pattern WITHHELD = Pattern.compile("\\[Source: [^;\\]]{0,200}; ?");

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH)
                    .maxDocumentLength(LENGTH)
                    .maxStringLength(LENGTH)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private Json() {}

    /** Reads one document whose root is an object; {@code what} names it in messages. */
    public static JsonObject read(byte[] bytes, String what) {
        String text = decode(bytes, what);
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new FormatException(what + " is not a JSON object");
            }
            Map<String, Object> root = object(new Counted(parser, what));
            if (parser.nextToken() != null) {
                throw new FormatException(what + " holds something after its JSON object");
            }
            return new JsonObject(what, "", root);
        } catch (IOException e) {
            String why = what + " is not valid JSON: " + firstLine(e);
            // Some readers take the first of two members with one name, others the last.
            throw firstLine(e).startsWith("Duplicate field") ? new AmbiguousException(why) : new FormatException(why);
        }
    }

    static JsonParser parser(String text) throws IOException {
        return FACTORY.createParser(text);
    }

    /**
     * RFC 8259, 8.1: UTF-8 without a byte order mark, strictly. The parser alone would take UTF-16, and overlong forms such
     * as a {@code c1 a1} for an {@code a}, under which it sees members that no other tool sees.
     */
    private static String decode(byte[] bytes, String what) {
        if (bytes.length > LENGTH) {
            throw new FormatException(what + " is not valid JSON: larger than 16 MiB");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.startsWith("\ufeff")) {
                throw new FormatException(what + " is not valid JSON: it begins with a byte order mark");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw new FormatException(what + " is not valid JSON: it is not UTF-8");
        }
    }

    /** Two-space indent, {@code \n}, one newline at the end; map order is kept. */
    public static byte[] write(Map<String, ?> tree) {
        var bytes = new ByteArrayOutputStream();
        var indenter = new DefaultIndenter("  ", "\n");
        var printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(indenter);
        printer.indentArraysWith(indenter);
        try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
            generator.setPrettyPrinter(printer);
            value(generator, tree);
        } catch (IOException e) {
            throw new IllegalStateException(e); // memory does not fail
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    /** One line without spaces or newline, for matrices and annotations. */
    public static String writeLine(Object tree) {
        var text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            value(generator, tree);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return text.toString();
    }

    /** A parser of a document that may have so many values. */
    private static final class Counted extends JsonParserDelegate {
        private final String what;
        private int tokens;

        Counted(JsonParser parser, String what) {
            super(parser);
            this.what = what;
        }

        @Override
        public JsonToken nextToken() throws IOException {
            if (++tokens > 2 * MOST_VALUES) {
                throw new FormatException(what + " is not valid JSON: it has more than " + MOST_VALUES + " values");
            }
            return super.nextToken();
        }
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            members.put(key, value(parser));
        }
        return members;
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> number(parser);
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            default -> null;
        };
    }

    /** Numbers beyond a long are kept as doubles: no field that is read as a number has a use for them. */
    private static Object number(JsonParser parser) throws IOException {
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? (Object) parser.getDoubleValue()
                : (Object) parser.getLongValue();
    }

    private static List<Object> array(JsonParser parser) throws IOException {
        List<Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser));
        }
        return items;
    }

    private static void value(JsonGenerator generator, Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            generator.writeStartObject();
            for (var entry : map.entrySet()) {
                generator.writeFieldName(entry.getKey().toString());
                value(generator, entry.getValue());
            }
            generator.writeEndObject();
        } else if (value instanceof Iterable<?> items) {
            generator.writeStartArray();
            for (Object item : items) {
                value(generator, item);
            }
            generator.writeEndArray();
        } else if (value instanceof Long || value instanceof Integer) {
            generator.writeNumber(((Number) value).longValue());
        } else if (value instanceof Double number) {
            generator.writeNumber(number);
        } else if (value instanceof Boolean flag) {
            generator.writeBoolean(flag);
        } else if (value == null) {
            generator.writeNull();
        } else {
            generator.writeString(value.toString());
        }
    }

    private static String firstLine(IOException e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        String line = end < 0 ? message : message.substring(0, end);
        return WITHHELD.matcher(line).replaceAll("");
    }
}
