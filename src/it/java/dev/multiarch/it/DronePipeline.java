package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A pipeline as its documentation describes it (docs.drone.io: Docker pipelines, Plugins, Environment: Substitution): neither
 * Drone's runner nor its parser is available as a Go module. A key that is not known here is refused.
 */
record DronePipeline(String name, List<String> dependsOn, List<Map<?, ?>> steps) {
    private static final Set<String> KEYS =
            Set.of("kind", "type", "name", "platform", "trigger", "steps", "volumes", "depends_on");
    private static final Set<String> STEP_KEYS =
            Set.of("name", "image", "user", "environment", "volumes", "commands", "settings");

    /** {@code ${NAME}} and {@code ${NAME:0:8}}; a shell's own {@code $NAME} stays. */
    private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{([A-Z_]+)(?::(\\d+):(\\d+))?}");

    static List<DronePipeline> read(String text, Map<String, String> variables) {
        String filled = SUBSTITUTION.matcher(text).replaceAll(found -> substituted(found, variables));
        List<DronePipeline> pipelines = new ArrayList<>();
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(filled)) {
            Map<?, ?> map = (Map<?, ?>) document;
            assertThat(keys(map)).isSubsetOf(KEYS);
            assertThat(map.get("kind")).isEqualTo("pipeline");
            assertThat(map.get("type")).isEqualTo("docker");
            List<Map<?, ?>> steps = new ArrayList<>();
            for (Object step : (List<?>) map.get("steps")) {
                assertThat(keys((Map<?, ?>) step)).isSubsetOf(STEP_KEYS).contains("name", "image");
                steps.add((Map<?, ?>) step);
            }
            pipelines.add(new DronePipeline(map.get("name").toString(), texts(map.get("depends_on")), steps));
        }
        return pipelines;
    }

    private static String substituted(MatchResult found, Map<String, String> variables) {
        String value = variables.getOrDefault(found.group(1), "");
        if (found.group(2) == null) {
            return value;
        }
        int from = Integer.parseInt(found.group(2));
        return value.substring(from, from + Integer.parseInt(found.group(3)));
    }

    private static List<String> keys(Map<?, ?> map) {
        return map.keySet().stream().map(Object::toString).toList();
    }

    private static List<String> texts(Object list) {
        return list == null
                ? List.of()
                : ((List<?>) list).stream().map(Object::toString).toList();
    }

    /** A step with commands is a script that ends with the first that fails; one with settings is its image's own program. */
    static void run(Map<?, ?> step, CiHost host, Path workspace, Map<String, String> variables) {
        boolean plugin = step.containsKey("settings");
        Commands commands = plugin ? host.inOwnImage(workspace) : host.in(workspace);
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            commands = commands.with(variable.getKey(), variable.getValue());
        }
        for (Map.Entry<String, String> given :
                values(step.get("environment"), host).entrySet()) {
            commands = commands.with(given.getKey(), given.getValue());
        }
        for (Map.Entry<String, String> given :
                values(step.get("settings"), host).entrySet()) {
            commands = commands.with("PLUGIN_" + given.getKey().toUpperCase(Locale.ROOT), given.getValue());
        }
        Transcript transcript = plugin
                ? commands.run()
                : commands.program("sh", "-e", "-c", String.join("\n", texts(step.get("commands"))));
        assertThat(transcript).as(step.get("name").toString()).exitCode(0);
        assertThat(transcript.out() + transcript.err()).doesNotContain(host.password());
    }

    private static Map<String, String> values(Object map, CiHost host) {
        return map == null
                ? Map.of()
                : ((Map<?, ?>) map)
                        .entrySet().stream()
                                .collect(Collectors.toMap(
                                        entry -> entry.getKey().toString(), entry -> encoded(entry.getValue(), host)));
    }

    private static String encoded(Object value, CiHost host) {
        if (value instanceof Map<?, ?> map && map.containsKey("from_secret")) {
            assertThat(map.get("from_secret")).isEqualTo("registry_password");
            return host.password();
        }
        if (value instanceof List<?> list
                && list.stream().noneMatch(item -> item instanceof Map || item instanceof List)) {
            return list.stream().map(Object::toString).collect(Collectors.joining(","));
        }
        return value instanceof Map || value instanceof List ? Json.writeLine(value) : value.toString();
    }
}
