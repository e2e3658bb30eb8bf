package dev.multiarch.policy.yaml;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Reads one YAML document into a tree by its tokens, so that nothing is ever constructed that the file names. Anchors,
 * aliases, tags, merge keys, directives, repeated keys, a second document, more than {@link #LARGEST} bytes or more than
 * {@link #DEEPEST} levels are problems.
 */
public final class YamlReader {
    /** In bytes. */
    public static final int LARGEST = 256 << 10;

    public static final int DEEPEST = 20;

    private final String file;
    private final Characters characters;
    private final Problems problems;
    private final YAMLParser parser;

    private YamlReader(String file, Characters characters, Problems problems, YAMLParser parser) {
        this.file = file;
        this.characters = characters;
        this.problems = problems;
        this.parser = parser;
    }

    /**
     * @param file as messages name it
     * @return empty where the document can't be read as a mapping to its end; why is in {@code problems}
     */
    public static Optional<Yaml.Mapping> read(String file, byte[] bytes, Problems problems) {
        Place start = new Place(file, 1, 1);
        if (bytes.length > LARGEST) {
            problems.add(start, "the file is larger than 256 KiB");
            return Optional.empty();
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            problems.add(start, "the file is not UTF-8");
            return Optional.empty();
        }
        return read(file, text.startsWith("\ufeff") ? text.substring(1) : text, problems);
    }

    private static Optional<Yaml.Mapping> read(String file, String text, Problems problems) {
        problems.show(file, text);
        Characters characters = Characters.of(text);
        int hidden = characters.firstHidden();
        if (hidden < characters.points().length) {
            String what = String.format("the character U+%04X", characters.at(hidden));
            problems.add(characters.place(file, hidden), what + " is not allowed here: it hides or reorders text");
            return Optional.empty();
        }
        try (YAMLParser parser = new YAMLFactory().createParser(text)) {
            parser.disable(YAMLParser.Feature.EMPTY_STRING_AS_NULL);
            return new YamlReader(file, characters, problems, parser).document();
        } catch (UnreadableYaml e) {
            problems.add(e.place(), e.getMessage());
        } catch (IOException e) {
            problems.add(new Place(file, 1, 1), "this is not valid YAML: " + e.getMessage());
        }
        return Optional.empty();
    }

    private Optional<Yaml.Mapping> document() {
        JsonToken first = next();
        if (first == null) {
            problems.add(
                    new Place(file, 1, 1),
                    "the file is empty. Write at least one setting, such as extends: [baseline]");
            return Optional.empty();
        }
        int directive = characters.firstLine("%", offset());
        if (directive >= 0) {
            problems.add(characters.place(file, directive), "a directive (%…) is not allowed here. Remove the line");
        }
        Yaml root = node(first, 1);
        if (next() != null) {
            problems.add(
                    characters.place(file, characters.lastLine("---", offset())),
                    "a second document starts here, expected one. Put it into another file");
        }
        if (root instanceof Yaml.Mapping mapping) {
            return Optional.of(mapping);
        }
        problems.add(root.place(), "expected keys with values, found " + root.described());
        return Optional.empty();
    }

    /** @return null at the end of the file */
    private JsonToken next() {
        try {
            JsonToken token = parser.nextToken();
            if (token == null && !parser.isClosed()) { // a tag promises a number, and none follows
                throw unreadable("expected a number");
            }
            return token;
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(String.valueOf(e.getMessage()));
        }
    }

    private UnreadableYaml unreadable(JsonProcessingException e) {
        if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            Mark mark = marked.getProblemMark();
            Place place = new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
            return new UnreadableYaml(place, "this is not valid YAML: " + marked.getProblem());
        }
        return unreadable(e.getOriginalMessage());
    }

    private UnreadableYaml unreadable(String why) {
        content(offset(), place());
        return new UnreadableYaml(place(), "this is not valid YAML: " + why);
    }

    private Yaml node(JsonToken token, int depth) {
        Place place = place();
        if (depth > DEEPEST) {
            throw new UnreadableYaml(place, "more than " + DEEPEST + " levels deep. The rest of the file was not read");
        }
        if (parser.isCurrentAlias()) {
            problems.add(place, "an alias (*name) is not allowed here. Write the value out");
            return new Yaml.Broken(place);
        }
        if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
            content(offset(), place);
            return token == JsonToken.START_OBJECT ? mapping(place, depth) : sequence(place, depth);
        }
        return scalar(place);
    }

    private Yaml.Scalar scalar(Place place) {
        int start = offset();
        boolean nothing = parser.currentLocation().getCharOffset() == start;
        try {
            boolean plain = nothing || characters.isPlain(content(start, place));
            return new Yaml.Scalar(place, parser.getText(), plain);
        } catch (IOException e) {
            throw unreadable(String.valueOf(e.getMessage()));
        }
    }

    /** Complains of anchors and tags, and returns where the node itself starts after them. */
    private int content(int start, Place place) {
        int at = start;
        for (int i = 0; i < 2 && characters.isDecorated(at); i++) {
            problems.add(
                    place,
                    characters.at(at) == '&'
                            ? "an anchor (&name) is not allowed here. Write the value out where it is needed"
                            : "a tag (!name) is not allowed here. Remove it");
            at = characters.afterDecoration(at);
        }
        return at;
    }

    private Yaml sequence(Place place, int depth) {
        List<Yaml> items = new ArrayList<>();
        for (JsonToken next = next(); next != JsonToken.END_ARRAY; next = next()) {
            items.add(node(next, depth + 1));
        }
        return new Yaml.Sequence(place, List.copyOf(items));
    }

    private Yaml mapping(Place place, int depth) {
        Map<String, Yaml.Entry> entries = new LinkedHashMap<>();
        for (JsonToken next = key(); next != JsonToken.END_OBJECT; next = key()) {
            Yaml.Scalar key = scalar(place());
            put(entries, key, node(next(), depth + 1));
        }
        return new Yaml.Mapping(place, entries);
    }

    /** The next key, or the end of a mapping. The parser ends at a key that is not a scalar. */
    private JsonToken key() {
        try {
            return parser.nextToken();
        } catch (JsonProcessingException e) {
            if (e.getCause() != null) {
                throw unreadable(e);
            }
            int at = content(offset(), place());
            throw switch (characters.at(at)) {
                case '*' -> new UnreadableYaml(place(), "an alias (*name) is not allowed here. Write the value out");
                case '[', '-' -> new UnreadableYaml(place(), "expected a word as key, found a list");
                default -> new UnreadableYaml(place(), "expected a word as key, found a mapping");
            };
        } catch (IOException e) {
            throw unreadable(String.valueOf(e.getMessage()));
        }
    }

    private void put(Map<String, Yaml.Entry> entries, Yaml.Scalar word, Yaml value) {
        if (word.plain() && word.text().equals("<<")) {
            problems.add(word.place(), "a merge key (<<) is not allowed here. Write the keys out");
        } else if (entries.containsKey(word.text())) {
            Place first = entries.get(word.text()).keyPlace();
            problems.add(
                    word.place(),
                    "the key " + Problems.quoted(word.text()) + " occurs twice, first in line " + first.line()
                            + ". Keep one of the two");
        } else {
            entries.put(word.text(), new Yaml.Entry(word.place(), value));
        }
    }

    private int offset() {
        return (int) parser.currentTokenLocation().getCharOffset();
    }

    private Place place() {
        JsonLocation location = parser.currentTokenLocation();
        return new Place(file, Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }
}
