package dev.multiarch.build;

import dev.multiarch.dockerfile.Dockerfile;
import dev.multiarch.dockerfile.Instruction;
import dev.multiarch.dockerfile.Keyword;
import dev.multiarch.dockerfile.Stage;
import dev.multiarch.image.Platform;
import dev.multiarch.record.EmulatedTime;
import dev.multiarch.text.FormatException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The steps of a build by the lines that buildah prints, {@code [2/3] STEP 4/7: RUN make}, each from its line to the next
 * one's. A program that a step runs may print such lines as well: what comes out is a claim.
 */
final class BuildahSteps {
    private static final Pattern STEP =
            Pattern.compile("(?:\\[(\\d{1,4})/\\d{1,4}] )?STEP (\\d{1,4})/(\\d{1,4}): (.*)");

    private static final Pattern OTHER_PLATFORM =
            Pattern.compile(".*image platform \\(.*\\) does not match the expected platform.*");

    private static final String CACHED = "--> Using cache";
    private static final String COMMIT = "COMMIT";

    /** @param stage counted from 0 */
    private record Step(int stage, int number, int of, String text, Instant started, Instant ended, boolean cached) {
        Step at(Instant time) {
            return new Step(stage, number, of, text, started, time.isBefore(started) ? started : time, cached);
        }

        Step fromCache() {
            return new Step(stage, number, of, text, started, ended, true);
        }

        boolean runs() {
            return text.regionMatches(true, 0, "RUN ", 0, 4);
        }

        Duration time() {
            return cached ? Duration.ZERO : Duration.between(started, ended);
        }
    }

    private final BuildahLines plain;
    private final List<Step> steps = new ArrayList<>();
    private final List<Integer> otherPlatforms = new ArrayList<>();
    private Optional<Step> open = Optional.empty();
    private boolean first;
    private BuildahEnd ended = new BuildahEnd();

    /** @param plain gets them too */
    BuildahSteps(BuildahLines plain) {
        this.plain = plain;
    }

    /** @param line of either stream, neutralised */
    synchronized void line(String line, Instant now) {
        Matcher step = STEP.matcher(line);
        String text = line.replaceFirst("^\\[\\d{1,4}/\\d{1,4}] ", "");
        if (step.matches() && isNext(step)) {
            end(now);
            int stage = step.group(1) == null ? 0 : Integer.parseInt(step.group(1)) - 1;
            open = Optional.of(new Step(stage, number(step), total(step), step.group(4), now, now, false));
            first = true;
            ended = new BuildahEnd();
            plain.begin(stage, number(step), total(step), step.group(4), step.group(1) != null);
            return;
        }
        if (open.isPresent() && first && text.startsWith(CACHED)) {
            open = open.map(Step::fromCache);
        } else if (text.equals(COMMIT) || text.startsWith(COMMIT + " ")) {
            end(now);
        }
        if (OTHER_PLATFORM.matcher(line).matches()) {
            otherPlatforms.add(open.map(Step::stage).orElse(0));
        }
        first = false;
        ended.look(text);
        plain.print(line);
    }

    private static int number(Matcher step) {
        return Integer.parseInt(step.group(2));
    }

    private static int total(Matcher step) {
        return Integer.parseInt(step.group(3));
    }

    /** Programs print what looks like a step: only what follows the last one is taken. */
    private boolean isNext(Matcher step) {
        Optional<Step> last =
                open.or(() -> steps.isEmpty() ? Optional.empty() : Optional.of(steps.get(steps.size() - 1)));
        int stage = step.group(1) == null ? 0 : Integer.parseInt(step.group(1)) - 1;
        boolean begins =
                number(step) == 1 && last.map(before -> stage > before.stage()).orElse(true);
        boolean follows = last.filter(before ->
                        before.stage() == stage && before.of() == total(step) && before.number() + 1 == number(step))
                .isPresent();
        return begins || follows;
    }

    private void end(Instant now) {
        end(now, false);
    }

    private void end(Instant now, boolean failed) {
        open.map(step -> step.at(now)).ifPresent(step -> {
            steps.add(step);
            plain.end(step.time(), step.cached(), failed, ended.exit());
        });
        open = Optional.empty();
    }

    /** The build is over. */
    synchronized void finish(Instant now, boolean failed) {
        end(now, failed);
    }

    /** Whether buildah took a base of another platform where the Dockerfile asks for none. */
    synchronized boolean tookAnotherPlatform(Optional<Dockerfile> file) {
        return otherPlatforms.stream()
                .anyMatch(number -> stage(file, number).flatMap(Stage::platform).isEmpty());
    }

    /**
     * The emulated steps of a leg that is emulated.
     *
     * @param runsHere whether the CPU runs a platform by itself
     * @return empty where that is not known: buildah 1.28 takes the leg's platform for BUILDPLATFORM, and newer ones don't
     */
    synchronized Optional<EmulatedTime> emulated(Optional<Dockerfile> file, Predicate<Platform> runsHere) {
        List<EmulatedTime.Step> emulated = new ArrayList<>();
        for (Step step : steps.stream().filter(Step::runs).toList()) {
            Optional<Stage> stage = stage(file, step.stage());
            Optional<String> platform =
                    stage.flatMap(Stage::platform).map(flag -> flag.value().orElse(""));
            if (stage.isEmpty() || platform.filter(text -> text.contains("$")).isPresent()) {
                return Optional.empty();
            }
            if (!platform.map(text -> runs(text, runsHere)).orElse(false)) {
                emulated.add(new EmulatedTime.Step(step.text(), step.time(), line(stage.get(), step), step.cached()));
            }
        }
        Duration sum = emulated.stream().map(EmulatedTime.Step::time).reduce(Duration.ZERO, Duration::plus);
        boolean cached = !emulated.isEmpty() && emulated.stream().allMatch(EmulatedTime.Step::cached);
        return steps.isEmpty()
                ? Optional.empty()
                : Optional.of(new EmulatedTime(sum, EmulatedTime.STEPS, cached, emulated));
    }

    private static boolean runs(String platform, Predicate<Platform> runsHere) {
        try {
            return runsHere.test(Platform.parse(platform));
        } catch (FormatException malformed) {
            return false;
        }
    }

    private static Optional<Stage> stage(Optional<Dockerfile> file, int number) {
        return file.map(Dockerfile::stages)
                .filter(stages -> number < stages.size())
                .map(stages -> stages.get(number));
    }

    /** 0 where the two don't agree on what that step is. */
    private static int line(Stage stage, Step step) {
        int place = step.number() - 2; // the first one is FROM
        if (place < 0 || place >= stage.instructions().size()) {
            return 0;
        }
        Instruction instruction = stage.instructions().get(place);
        return instruction.keyword() == Keyword.RUN ? instruction.firstLine() : 0;
    }
}
