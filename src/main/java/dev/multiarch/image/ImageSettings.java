package dev.multiarch.image;

import dev.multiarch.json.JsonObject;
import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a config sets for containers (OCI Image Format 1.1, config, member {@code config}). Read when it is asked for: a
 * member of another kind than the specification's is nobody's business who does not set it.
 *
 * @param json the member {@code config}; empty where there is none
 */
public record ImageSettings(JsonObject json) {
    /** @throws FormatException if they are not texts */
    public Map<String, String> labels() {
        return json.textMap("Labels");
    }

    /** The variables by name; of one that is set twice the last value, as runtimes take it. */
    public Map<String, String> environment() {
        Map<String, String> variables = new TreeMap<>();
        for (String variable : json.texts("Env")) {
            int equals = variable.indexOf('=');
            variables.put(
                    equals < 0 ? variable : variable.substring(0, equals),
                    equals < 0 ? "" : variable.substring(equals + 1));
        }
        return variables;
    }

    public List<String> entrypoint() {
        return json.texts("Entrypoint");
    }

    public List<String> command() {
        return json.texts("Cmd");
    }

    /** Instructions that run when somebody builds on this image (Docker's own member). */
    public List<String> triggers() {
        return json.texts("OnBuild");
    }

    public String user() {
        return json.optionalText("User").orElse("");
    }

    /** An absent one means the root, and some tools write that out. */
    public String folder() {
        return json.optionalText("WorkingDir").filter(text -> !text.isEmpty()).orElse("/");
    }

    public List<String> ports() {
        return keys("ExposedPorts");
    }

    public List<String> volumes() {
        return keys("Volumes");
    }

    private List<String> keys(String key) {
        return json.optionalObject(key)
                .map(object -> List.copyOf(new TreeSet<>(object.members().keySet())))
                .orElseGet(ArrayList::new);
    }
}
