package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The steps of a declarative pipeline, read line by line: no Jenkins is to be had here. It knows {@code sh}, {@code stash},
 * {@code unstash}, and one axis, whose stages there are once for each value.
 */
record Jenkinsfile(Map<String, String> environment, List<Stage> stages) {
    private static final Pattern VARIABLE = Pattern.compile("\\s+([A-Z]+) = '([^']*)'");
    private static final Pattern AXIS = Pattern.compile("\\s+axis \\{ name '([A-Z]+)'; values (.*) \\}");
    private static final Pattern STAGE = Pattern.compile("\\s+stage\\('([a-z]+)'\\) \\{");
    private static final Pattern STEP =
            Pattern.compile("\\s+(sh|unstash|stash name:) (['\"])(.*?)\\2(?:, includes: '(.*?)'.*)?");

    /** @param what of a stash, the files */
    record Step(String kind, String text, String what) {}

    /** @param axis the variable of a matrix and its value, or nothing */
    record Stage(String name, Map<String, String> axis, List<Step> steps) {
        void run(Commands commands, Map<String, String> environment, Path workspace, Path stashes) throws IOException {
            Commands here = commands;
            Map<String, String> all = new LinkedHashMap<>(environment);
            all.putAll(axis);
            for (Map.Entry<String, String> variable : all.entrySet()) {
                here = here.with(variable.getKey(), variable.getValue());
            }
            for (Step step : steps) {
                Path stash = stashes.resolve(filled(step.text()));
                switch (step.kind()) {
                    case "sh" ->
                        assertThat(here.program("sh", "-xe", "-c", step.text())).exitCode(0);
                    case "unstash" -> copy(stash, workspace);
                    default -> copyOf(workspace, step.what(), stash);
                }
            }
        }

        private String filled(String text) {
            String filled = text;
            for (Map.Entry<String, String> value : axis.entrySet()) {
                filled = filled.replace("${" + value.getKey() + "}", value.getValue());
            }
            return filled.length() > 100 ? "script" : filled.replace('/', '_');
        }
    }

    static Jenkinsfile read(String text) {
        Map<String, String> environment = new LinkedHashMap<>();
        List<Stage> stages = new ArrayList<>();
        List<Stage> current = List.of();
        List<Map<String, String>> cells = List.of(Map.of());
        for (String line : text.lines().toList()) {
            Matcher variable = VARIABLE.matcher(line);
            Matcher axis = AXIS.matcher(line);
            Matcher stage = STAGE.matcher(line);
            Matcher step = STEP.matcher(line);
            if (variable.matches()) {
                environment.put(variable.group(1), variable.group(2));
            } else if (axis.matches()) {
                cells = Stream.of(axis.group(2).split(", "))
                        .map(value -> Map.of(axis.group(1), value.replace("'", "")))
                        .toList();
            } else if (stage.matches()) {
                boolean inMatrix = line.startsWith("          ");
                current = (inMatrix ? cells : List.of(Map.<String, String>of()))
                        .stream()
                                .map(cell -> new Stage(stage.group(1), cell, new ArrayList<>()))
                                .toList();
                stages.addAll(current);
            } else if (step.matches()) {
                var read = new Step(step.group(1).replace(" name:", ""), step.group(3), step.group(4));
                current.forEach(each -> each.steps().add(read));
            }
        }
        // A stage that only holds a matrix has no steps.
        return new Jenkinsfile(
                environment,
                stages.stream().filter(each -> !each.steps().isEmpty()).toList());
    }

    private static void copyOf(Path workspace, String includes, Path stash) throws IOException {
        Path part = Path.of(includes.replaceFirst("/\\*\\*$", ""));
        assertThat(workspace.resolve(part)).exists();
        Files.createDirectories(stash.resolve(part).getParent());
        copy(workspace.resolve(part), stash.resolve(part));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
