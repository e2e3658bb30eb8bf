package dev.multiarch.build;

import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.plan.Plan;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Result;
import dev.multiarch.step.Session;
import dev.multiarch.text.FormatException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Bake files, as buildx reads them: {@code docker buildx bake --print}, which builds nothing. */
public final class BakeFile {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** Each target has a leg, and all legs are in one matrix. */
    private static final int MOST = Plan.MOST_LEGS;

    private static final String DEFAULT = "default";

    private final Session tools;
    private final Path directory;
    private final List<String> files;
    private final Duration limit;

    /** @param directory that paths start from */
    public BakeFile(Session tools, Path directory, List<String> files) {
        this(tools, directory, files, LIMIT);
    }

    BakeFile(Session tools, Path directory, List<String> files, Duration limit) {
        this.tools = tools;
        this.directory = directory;
        this.files = List.copyOf(files);
        this.limit = limit;
    }

    /**
     * @param names of targets or groups; the group {@code default} where none is named
     * @throws ProgramException if buildx refuses the files, or takes too long
     * @throws FormatException if a target has what a leg can't have
     */
    public List<BakeTarget> targets(List<String> names) throws ProgramException {
        List<String> words = new ArrayList<>(List.of("bake", "--print"));
        files.forEach(file -> words.add("--file=" + file));
        words.add("--");
        words.addAll(names);
        Program call =
                tools.buildx().command(words).in(directory.toAbsolutePath()).within(limit);
        Result printed = tools.programs().run(call).orThrow();
        List<BakeTarget> targets = read(printed.out(), names);
        targets.forEach(new BakeRights(directory, tools.environment())::check);
        return targets;
    }

    static List<BakeTarget> read(byte[] printed, List<String> names) {
        JsonObject root = Json.read(printed, "the answer of docker buildx bake --print");
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
                .map(name -> new BakeTarget(name, targets.get(name)))
                .toList();
    }

    private static Map<String, JsonObject> objects(JsonObject root, String key) {
        Map<String, JsonObject> objects = new LinkedHashMap<>();
        root.optionalObject(key)
                .ifPresent(all -> all.members().keySet().forEach(name -> objects.put(name, all.object(name))));
        return objects;
    }
}
