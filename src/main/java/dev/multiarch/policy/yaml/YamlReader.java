package dev.multiarch.policy.yaml;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads one YAML document into a tree by its events, so that nothing is ever constructed that the file names. Anchors,
 * aliases, tags, merge keys, directives, repeated keys, a second document, more than {@link #LARGEST} bytes or more than
 * {@link #DEEPEST} levels are problems.
 */
public final class YamlReader {
    /** In bytes. */
    public static final int LARGEST = 256 << 10;

    public static final int DEEPEST = 20;

    private final String file;
    private final Problems problems;
    private final Iterator<Event> events;

    private YamlReader(String file, String text, Problems problems) {
        this.file = file;
        this.problems = problems;
        LoadSettings settings = LoadSettings.builder().setLabel(file).build();
        this.events = new Parse(settings).parseString(text).iterator();
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
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            problems.show(file, text.startsWith("\ufeff") ? text.substring(1) : text);
            return isPrintable(file, text, problems)
                    ? new YamlReader(file, text, problems).document()
                    : Optional.empty();
        } catch (CharacterCodingException e) {
            problems.add(start, "the file is not UTF-8");
        } catch (Unreadable e) {
            problems.add(e.place, e.getMessage());
        } catch (MarkedYamlEngineException e) {
            problems.add(place(file, e.getProblemMark()), "this is no valid YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            problems.add(start, "this is no valid YAML: " + e.getMessage());
        }
        return Optional.empty();
    }

    private static boolean isPrintable(String file, String text, Problems problems) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (hides(c) || !StreamReader.isPrintable(c)) {
                String what = String.format("the character U+%04X", c);
                problems.add(
                        new Place(file, line, column),
                        what + " has no place here: it hides or reorders what people read");
                return false;
            }
            column = c == '\n' ? 1 : column + 1;
            line += c == '\n' ? 1 : 0;
        }
        return true;
    }

    /** Marks of direction, and ends of lines that are none to YAML 1.2 but are to what shows them. */
    private static boolean hides(int c) {
        return c >= 0x202a && c <= 0x202e
                || c >= 0x2066 && c <= 0x2069
                || c == 0x200e
                || c == 0x200f
                || c == 0x061c
                || c == 0x0085
                || c == 0x2028
                || c == 0x2029;
    }

    private Optional<Yaml.Mapping> document() {
        events.next(); // the stream's start
        if (!(events.next() instanceof DocumentStartEvent start)) {
            problems.add(new Place(file, 1, 1), "the file is empty");
            return Optional.empty();
        }
        if (start.getSpecVersion().isPresent() || !start.getTags().isEmpty()) {
            problems.add(place(start), "a directive (%…) has no place here. Take the line out");
        }
        Yaml root = node(events.next(), 1);
        events.next(); // the document's end
        if (events.next() instanceof DocumentStartEvent second) {
            problems.add(place(second), "a second document starts here, expected one. Put it into a file of its own");
        }
        if (root instanceof Yaml.Mapping mapping) {
            return Optional.of(mapping);
        }
        problems.add(root.place(), "expected keys with values, found " + root.described());
        return Optional.empty();
    }

    private Yaml node(Event event, int depth) {
        Place place = place(event);
        if (depth > DEEPEST) {
            throw new Unreadable(place, "more than " + DEEPEST + " levels deep. The rest of the file was not read");
        }
        if (event instanceof AliasEvent) {
            problems.add(place, "an alias (*name) has no place here. Write the value out");
            return new Yaml.Broken(place);
        }
        refuseDecoration((NodeEvent) event, place);
        if (event instanceof ScalarEvent scalar) {
            return new Yaml.Scalar(place, scalar.getValue(), scalar.isPlain());
        }
        return event instanceof MappingStartEvent ? mapping(place, depth) : sequence(place, depth);
    }

    private void refuseDecoration(NodeEvent event, Place place) {
        Optional<String> tag =
                event instanceof ScalarEvent scalar ? scalar.getTag() : ((CollectionStartEvent) event).getTag();
        if (event.getAnchor().isPresent()) {
            problems.add(place, "an anchor (&name) has no place here. Write the value out where it is needed");
        }
        if (tag.isPresent()) {
            problems.add(place, "a tag (!name) has no place here. Take it out");
        }
    }

    private Yaml sequence(Place place, int depth) {
        List<Yaml> items = new ArrayList<>();
        for (Event next = events.next(); next instanceof NodeEvent; next = events.next()) {
            items.add(node(next, depth + 1));
        }
        return new Yaml.Sequence(place, List.copyOf(items));
    }

    private Yaml mapping(Place place, int depth) {
        Map<String, Yaml.Entry> entries = new LinkedHashMap<>();
        for (Event next = events.next(); next instanceof NodeEvent; next = events.next()) {
            Yaml key = node(next, depth + 1);
            Yaml value = node(events.next(), depth + 1);
            put(entries, key, value);
        }
        return new Yaml.Mapping(place, entries);
    }

    private void put(Map<String, Yaml.Entry> entries, Yaml key, Yaml value) {
        if (!(key instanceof Yaml.Scalar word)) {
            if (!(key instanceof Yaml.Broken)) {
                problems.add(key.place(), "expected a word as key, found " + key.described());
            }
        } else if (word.plain() && word.text().equals("<<")) {
            problems.add(key.place(), "a merge key (<<) has no place here. Write the keys out");
        } else if (entries.containsKey(word.text())) {
            Place first = entries.get(word.text()).keyPlace();
            problems.add(
                    key.place(),
                    "the key " + Problems.quoted(word.text()) + " stands here again, first in line " + first.line()
                            + ". Keep one of the two");
        } else {
            entries.put(word.text(), new Yaml.Entry(key.place(), value));
        }
    }

    private Place place(Event event) {
        return place(file, event.getStartMark());
    }

    private static Place place(String file, Optional<Mark> mark) {
        return new Place(
                file,
                mark.map(Mark::getLine).orElse(0) + 1,
                mark.map(Mark::getColumn).orElse(0) + 1);
    }

    /** Ends the reading where going on would not help. */
    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient Place place;

        Unreadable(Place place, String message) {
            super(message);
            this.place = place;
        }
    }
}
