package dev.multiarch.fuzz;

import dev.multiarch.policy.yaml.Place;
import dev.multiarch.policy.yaml.Problems;
import dev.multiarch.policy.yaml.Yaml;
import dev.multiarch.policy.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Any bytes are a policy's YAML, or refused with a reason. If another parser accepts them too, it reads the same values at
 * the same places, and no anchor, alias, tag, directive or second document.
 */
public final class PolicyFuzz {
    private static final String FILE = "policy.yaml";

    /** In {@code {?a: 1}} the key is {@code a} to YAML 1.1 and {@code ?a} to YAML 1.2. */
    private static final Pattern ASKS = Pattern.compile("\\?\\S");

    private PolicyFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        var problems = new Problems();
        Optional<Yaml.Mapping> read = YamlReader.read(FILE, input, problems);
        IndexFuzz.require(read.isPresent() || !problems.isEmpty(), "a refusal says why");
        String text = new String(input, StandardCharsets.UTF_8);
        if (problems.isEmpty() && !ASKS.matcher(text).find()) {
            List<String> ours = new ArrayList<>();
            flatten(read.orElseThrow(), ours);
            List<String> theirs;
            try {
                theirs = events(text);
            } catch (YamlEngineException e) { // stricter in places, as with a block scalar of only blanks
                return;
            }
            IndexFuzz.require(ours.equals(theirs), "both parsers read the same: " + ours + " and " + theirs);
        }
    }

    private static void flatten(Yaml node, List<String> into) {
        if (node instanceof Yaml.Scalar scalar) {
            into.add(shown(scalar.place(), (scalar.plain() ? "plain " : "quoted ") + scalar.text()));
        } else if (node instanceof Yaml.Sequence sequence) {
            into.add(shown(sequence.place(), "["));
            sequence.items().forEach(item -> flatten(item, into));
        } else if (node instanceof Yaml.Mapping mapping) {
            into.add(shown(mapping.place(), "{"));
            mapping.entries().forEach((key, entry) -> {
                into.add(shown(entry.keyPlace(), "key " + key));
                flatten(entry.value(), into);
            });
        }
    }

    private static List<String> events(String text) {
        List<String> shown = new ArrayList<>();
        List<Boolean> keyIsNext = new ArrayList<>(); // of each mapping that is open; null for a list
        int documents = 0;
        for (Event event : new Parse(LoadSettings.builder().build()).parseString(text)) {
            if (event instanceof DocumentStartEvent start) {
                documents++;
                IndexFuzz.require(
                        start.getSpecVersion().isEmpty() && start.getTags().isEmpty(), "no directive is taken");
            } else if (event instanceof NodeEvent node) {
                shown.add(node(node, keyIsNext));
            } else if (event.getEventId() == Event.ID.MappingEnd || event.getEventId() == Event.ID.SequenceEnd) {
                keyIsNext.remove(keyIsNext.size() - 1);
            }
        }
        IndexFuzz.require(documents == 1, "one document is taken");
        return shown;
    }

    private static String node(NodeEvent node, List<Boolean> keyIsNext) {
        IndexFuzz.require(!(node instanceof AliasEvent) && node.getAnchor().isEmpty(), "no anchor or alias is taken");
        int last = keyIsNext.size() - 1;
        boolean key = last >= 0 && Boolean.TRUE.equals(keyIsNext.get(last));
        if (last >= 0 && keyIsNext.get(last) != null) {
            keyIsNext.set(last, !key);
        }
        Place place = node.getStartMark()
                .map(mark -> new Place(FILE, mark.getLine() + 1, mark.getColumn() + 1))
                .orElseThrow();
        if (node instanceof ScalarEvent scalar) {
            IndexFuzz.require(scalar.getTag().isEmpty(), "no tag is taken");
            String kind = scalar.isPlain() ? "plain " : "quoted ";
            return shown(place, (key ? "key " : kind) + scalar.getValue());
        }
        keyIsNext.add(node instanceof SequenceStartEvent ? null : Boolean.TRUE);
        return shown(place, node instanceof MappingStartEvent ? "{" : "[");
    }

    /** Without a line end: parsers differ in a literal's last one where the file ends without it. */
    private static String shown(Place place, String text) {
        return place.line() + ":" + place.column() + " " + text.stripTrailing();
    }
}
