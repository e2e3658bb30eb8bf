package dev.multiarch.cli.action;

import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.text.CsvLine;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Nearest;
import dev.multiarch.text.Printable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The settings of a step in Drone, which are the inputs of the action. Drone hands each over as {@code PLUGIN_} and its name
 * in capitals. It joins a list by commas and writes what is nested as JSON (Drone: Plugins, "Plugin Inputs"; drone-yaml,
 * {@code createStep} and {@code encode}).
 */
public final class PluginSettings {
    private static final String PREFIX = "PLUGIN_";

    /** A line each, and no value has a comma. */
    private static final List<String> PLAIN_LINES = List.of("policy", "report", "from", "record-args", "verdict");

    /** A line each, KEY=VALUE. */
    private static final List<String> PAIRS = List.of(
            "annotations",
            "build-args",
            "build-contexts",
            "labels",
            "secret-envs",
            "secret-files",
            "secrets",
            "ulimit",
            "vars");

    /** A line each, with commas within. */
    private static final List<String> TYPES = List.of("attests", "cache-from", "cache-to");

    private static final Pattern NEXT_PAIR = Pattern.compile(",\\s*[A-Za-z_][\\w.:/-]*=");
    private static final Pattern NEXT_TYPE = Pattern.compile(",\\s*type=");
    private static final Pattern INPUT = Pattern.compile("\\b([Ii]nput) ([a-z]+(?:-[a-z]+)*)");

    private PluginSettings() {}

    /** Whether this is a step of Drone; the action hands its own inputs over in any case. */
    public static boolean isGiven(Map<String, String> environment) {
        return !environment.containsKey(ActionInputs.variable("command"))
                && environment.keySet().stream().anyMatch(name -> name.startsWith(PREFIX));
    }

    /**
     * The environment with an input in the place of each setting.
     *
     * @throws FormatException if there is no such input, or Drone's form of its value has two meanings
     */
    static Map<String, String> inputs(Map<String, String> environment) {
        Map<String, String> all = new TreeMap<>(environment);
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                all.remove(name);
                String input = input(name);
                if (all.put(ActionInputs.variable(input), value(input, value)) != null) {
                    throw new FormatException("setting " + setting(input) + " is given twice. Fix: give it once");
                }
            }
        });
        return all;
    }

    /** What a message says of inputs, in terms of settings. */
    static String named(String text) {
        List<String> inputs = InputTable.names();
        return INPUT.matcher(text)
                .replaceAll(found -> inputs.contains(found.group(2))
                        ? found.group(1).replace("nput", "").replace('I', 'S').replace('i', 's') + "etting "
                                + setting(found.group(2))
                        : "$0");
    }

    private static String setting(String input) {
        return input.replace('-', '_');
    }

    private static String input(String variable) {
        String input =
                variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '-');
        List<String> known = InputTable.names();
        if (known.contains(input)) {
            return input;
        }
        throw new FormatException("there is no setting \"" + Printable.line(setting(input)) + "\". "
                + Nearest.to(input, known)
                        .map(near -> "Did you mean \"" + setting(near) + "\"?")
                        .orElse("Fix: settings are the inputs of the action, with _ for -"));
    }

    private static String value(String input, String value) {
        String text = value.strip();
        if (PAIRS.contains(input) && text.startsWith("{")) {
            return pairs(input, text);
        }
        if (text.startsWith("[{")) {
            throw new FormatException(
                    "setting " + setting(input) + " is a list of maps. Fix: write a list of texts, or one text");
        }
        boolean oneLine = text.lines().count() == 1;
        if (oneLine && PLAIN_LINES.contains(input)) {
            return text.replace(',', '\n');
        }
        boolean several = PAIRS.contains(input) && NEXT_PAIR.matcher(text).find()
                || TYPES.contains(input) && NEXT_TYPE.matcher(text).find();
        if (oneLine && several && !text.startsWith("\"")) {
            throw new FormatException("setting " + setting(input)
                    + " may be one value or several: Drone joins a list by"
                    + " commas, and a comma may belong to a value. Fix: write a text of several lines ("
                    + setting(input)
                    + ": |) with a value in each line"
                    + (PAIRS.contains(input) ? ", or a map" : ", or put the one value in quotes within the text"));
        }
        return value;
    }

    /** Of a map: a line for each member. */
    private static String pairs(String input, String text) {
        JsonObject map = Json.read(text.getBytes(StandardCharsets.UTF_8), "setting " + setting(input));
        return map.members().entrySet().stream()
                .map(member -> quoted(member.getKey() + "=" + scalar(input, member)))
                .collect(Collectors.joining("\n"));
    }

    private static String scalar(String input, Map.Entry<String, Object> member) {
        Object value = member.getValue();
        if (value == null || value instanceof Map || value instanceof List) {
            throw new FormatException("setting " + setting(input) + ": " + Printable.line(member.getKey())
                    + " is not a text. Fix: give it a text, a number, true or false");
        }
        return value.toString();
    }

    private static String quoted(String line) {
        return line.startsWith("#") ? '"' + line.replace("\"", "\"\"") + '"' : CsvLine.quoted(line);
    }
}
