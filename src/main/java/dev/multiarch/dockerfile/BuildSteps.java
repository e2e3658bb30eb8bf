package dev.multiarch.dockerfile;

import dev.multiarch.image.Platform;
import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which instruction a step of a build is, by the name that BuildKit gives it: {@code [build 3/5] RUN make} is the third
 * counted instruction of the stage {@code build}. Counted are {@code FROM} of an image, {@code RUN}, {@code COPY}, {@code
 * ADD} and {@code WORKDIR}, and in front of them what the base image's {@code ONBUILD} adds.
 */
public final class BuildSteps {
    private static final Pattern NAME = Pattern.compile(
            "\\[(?:\\S{1,100}/\\S{1,100} )?(?:([^\\]\\s/]{1,200}) )? {0,9}([0-9]{1,5})/([0-9]{1,5})\\] (ONBUILD )?(.{1,9000})");
    private static final Pattern NUMBERED = Pattern.compile("stage-([0-9]{1,5})");

    private final Map<String, Stage> named = new HashMap<>();
    private final List<Stage> stages;
    private final StageNeeds needs;
    private final StagePlatforms platforms;

    private BuildSteps(Dockerfile file, BuildInputs inputs) {
        Words words = Words.of(file, inputs);
        stages = file.stages();
        needs = new StageNeeds(file, words, new NamedContexts(inputs.contexts()));
        platforms = new StagePlatforms(inputs, words, needs);
        stages.forEach(stage -> stage.name().ifPresent(name -> named.put(name, stage)));
    }

    /** @throws FormatException if it is not known; the message holds no build argument, as it may be secret */
    public static BuildSteps of(Dockerfile file, BuildInputs inputs) {
        return new BuildSteps(file, inputs);
    }

    /**
     * An instruction that is a step.
     *
     * @param line where it begins, from 1
     * @param platform that it runs on
     */
    public record Step(int line, Platform platform) {}

    /**
     * @param name as BuildKit prints it
     * @return empty for BuildKit's own steps, and where the Dockerfile has no such step
     */
    public Optional<Step> find(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            return Optional.empty();
        }
        Optional<Stage> stage = stage(Optional.ofNullable(parts.group(1)));
        int number = Integer.parseInt(parts.group(2));
        int total = Integer.parseInt(parts.group(3));
        try {
            return stage.flatMap(in -> instruction(in, number, total, parts.group(5))
                    .map(instruction -> new Step(instruction.firstLine(), platforms.of(in))));
        } catch (FormatException unknown) {
            return Optional.empty();
        }
    }

    private Optional<Stage> stage(Optional<String> label) {
        if (label.isEmpty()) {
            return stages.size() == 1 ? Optional.of(stages.get(0)) : Optional.empty();
        }
        Optional<Stage> byName = Optional.ofNullable(named.get(label.get().toLowerCase(Locale.ROOT)));
        Matcher numbered = NUMBERED.matcher(label.get());
        if (byName.isPresent() || !numbered.matches()) {
            return byName;
        }
        int index = Integer.parseInt(numbered.group(1));
        return index < stages.size() && stages.get(index).name().isEmpty()
                ? Optional.of(stages.get(index))
                : Optional.empty();
    }

    private Optional<Instruction> instruction(Stage stage, int number, int total, String text) {
        StageNeeds.Node node = needs.node(stage.index());
        List<Instruction> counted = new ArrayList<>();
        if (node.parent().isEmpty() && !node.base().equals("scratch")) {
            counted.add(stage.from());
        }
        int first = counted.size();
        stage.instructions().stream().filter(BuildSteps::isCounted).forEach(counted::add);
        int added = total - counted.size();
        if (added < 0 || number < 1 || number > total) {
            return Optional.empty();
        }
        if (number > first && number <= first + added) {
            return Optional.of(stage.from()); // what ONBUILD of its base adds stands nowhere in this file
        }
        Instruction found = counted.get(number > first ? number - 1 - added : number - 1);
        String keyword = text.split(" ", 2)[0];
        boolean same = keyword.equals("LINK")
                || keyword.equalsIgnoreCase(found.keyword().toString());
        return same ? Optional.of(found) : Optional.empty();
    }

    private static boolean isCounted(Instruction instruction) {
        return switch (instruction.keyword()) {
            case RUN, COPY, ADD, WORKDIR -> true;
            default -> false;
        };
    }
}
