package dev.multiarch.build;

import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.plan.Plan;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Result;
import dev.multiarch.step.Session;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Nearest;
import dev.multiarch.text.Printable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bake files, as buildx reads them: {@code docker buildx bake --print}, which builds nothing. */
public final class BakeFile {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** Each target has a leg, and all legs are in one matrix. */
    private static final int MOST = Plan.MOST_LEGS;

    private static final int SHOWN = 80;

    private static final String DEFAULT = "default";
    private static final String EVERY = "*";
    private static final String ANSWER = "the answer of docker buildx bake --print";
    private static final String ERROR = "ERROR: ";
    private static final Pattern UNKNOWN = Pattern.compile("failed to find target (.*)");

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}=.*", Pattern.DOTALL);

    private final Session tools;
    private final Path directory;
    private final List<String> files;
    private final List<String> variables;

    /**
     * @param directory that paths start from
     * @param variables of the files, NAME=VALUE
     * @throws FormatException if one of them has no name
     */
    public BakeFile(Session tools, Path directory, List<String> files, List<String> variables) {
        for (String variable : variables) {
            if (!VARIABLE.matcher(variable).matches()) {
                throw new FormatException(
                        "--var \"" + Printable.cut(Printable.line(variable.replaceFirst("=.*", "=…")), SHOWN)
                                + "\" is malformed: expected NAME=VALUE, a name of letters, digits and _");
            }
        }
        this.tools = tools;
        this.directory = directory;
        this.files = List.copyOf(files);
        this.variables = List.copyOf(variables);
    }

    /**
     * @param names of targets or groups; the group {@code default} where none is named
     * @throws ProgramException if buildx can't be run, or takes too long
     * @throws FormatException if buildx refuses the files or the names, or a target has what a leg can't have
     */
    public List<BakeTarget> targets(List<String> names) throws ProgramException {
        Result printed = print(names);
        Optional<String> refused = refusal(printed);
        if (refused.isPresent()) {
            throw refused(refused.get());
        }
        List<BakeTarget> targets = read(printed.orThrow().out(), names);
        targets.forEach(new BakeRights(directory, tools.environment())::check);
        return targets;
    }

    private Result print(List<String> names) throws ProgramException {
        List<String> words = new ArrayList<>(List.of("bake", "--print"));
        files.forEach(file -> words.add("--file=" + file));
        variables.forEach(variable -> words.add("--var=" + variable));
        words.add("--");
        words.addAll(names);
        Program call = tools.buildx()
                .command(words)
                .in(directory.toAbsolutePath())
                .within(LIMIT)
                .without(BakeRights.OURS);
        return tools.programs().run(call);
    }

    /** What buildx says of files or names that it does not take; empty if it took them, or was never asked. */
    private static Optional<String> refusal(Result printed) {
        if (printed.ok() || printed.timedOut()) {
            return Optional.empty();
        }
        return printed.lastLines().stream()
                .filter(line -> line.startsWith(ERROR))
                .map(line -> line.substring(ERROR.length()).strip())
                .reduce((first, last) -> last);
    }

    private FormatException refused(String why) throws ProgramException {
        Matcher unknown = UNKNOWN.matcher(why);
        if (!unknown.matches()) {
            return new FormatException("docker buildx bake can't read " + String.join(", ", files) + ": "
                    + why.replaceFirst("\\.+$", "")
                    + ". Fix: correct the file. docker buildx bake --print shows what is read of it");
        }
        Result all = print(List.of(EVERY)); // which fails where there are none
        Set<String> known = all.ok() ? names(all.out()) : Set.of();
        String name = unknown.group(1);
        return new FormatException("there is no target or group \"" + name + "\" in " + String.join(", ", files) + ". "
                + (known.isEmpty() ? "Fix: name one that is there" : Nearest.hint(name, known)));
    }

    private static Set<String> names(byte[] printed) {
        JsonObject root = Json.read(printed, ANSWER);
        Set<String> names = new LinkedHashSet<>(objects(root, "target").keySet());
        names.addAll(objects(root, "group").keySet());
        return names;
    }

    static List<BakeTarget> read(byte[] printed, List<String> names) {
        JsonObject root = Json.read(printed, ANSWER);
        Map<String, JsonObject> targets = objects(root, "target");
        Map<String, JsonObject> groups = objects(root, "group");
        Set<String> wanted = new LinkedHashSet<>();
        Set<String> seen = new LinkedHashSet<>();
        List<String> open = new ArrayList<>(names.isEmpty() ? List.of(DEFAULT) : names);
        for (int i = 0; i < open.size(); i++) {
            String name = open.get(i);
            if (targets.containsKey(name)) {
                wanted.add(name);
            } else if (groups.containsKey(name) && seen.add(name)) {
                open.addAll(groups.get(name).texts("targets"));
            }
        }
        if (wanted.isEmpty()) {
            throw new FormatException("the bake file has no target"
                    + (names.isEmpty() ? " in its group default. Fix: name some by --target" : " of these names"));
        }
        if (wanted.size() > MOST) {
            throw new FormatException("the bake file has " + wanted.size() + " targets, expected at most " + MOST
                    + ". Fix: name some by --target");
        }
        return wanted.stream()
                .map(name -> BakeTarget.of(name, targets.get(name)))
                .toList();
    }

    private static Map<String, JsonObject> objects(JsonObject root, String key) {
        Map<String, JsonObject> objects = new LinkedHashMap<>();
        root.optionalObject(key)
                .ifPresent(all -> all.members().keySet().forEach(name -> objects.put(name, all.object(name))));
        return objects;
    }
}
