package dev.multiarch.build;

import dev.multiarch.dockerfile.BuildSteps;
import dev.multiarch.dockerfile.Dockerfile;
import dev.multiarch.dockerfile.Stage;
import dev.multiarch.image.Platform;
import dev.multiarch.text.FormatException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What buildah prints in the form of BuildKit's plain progress, so that builds by either are watched and shown in the same
 * way.
 */
final class BuildahLines implements BuildWatch.Steps {
    private final Optional<Dockerfile> dockerfile;
    private final String file;
    private final Platform leg;
    private final Predicate<Platform> runsHere;
    private final Map<String, Optional<BuildSteps.Step>> places = new HashMap<>();
    private Consumer<String> lines = line -> {};
    private int step;

    /**
     * @param file the Dockerfile, as messages name it
     * @param runsHere whether the CPU runs a platform by itself
     */
    BuildahLines(Optional<Dockerfile> dockerfile, String file, Platform leg, Predicate<Platform> runsHere) {
        this.dockerfile = dockerfile;
        this.file = file;
        this.leg = leg;
        this.runsHere = runsHere;
    }

    void to(Consumer<String> reader) {
        lines = reader;
    }

    /**
     * @param stage counted from 0
     * @param number of the step in it, from 1
     * @param several whether there are several stages
     */
    void begin(int stage, int number, int of, String text, boolean several) {
        String name = "[" + (several ? "stage-" + stage + " " : "") + number + "/" + of + "] " + text;
        Optional<BuildSteps.Step> place = dockerfile
                .map(Dockerfile::stages)
                .filter(stages -> stage < stages.size())
                .flatMap(stages -> place(stages.get(stage), number));
        synchronized (places) {
            places.put(name, place);
        }
        lines.accept("#" + ++step + " " + name);
    }

    void print(String line) {
        lines.accept("#" + step + " 0.0 " + line);
    }

    /** @param exit of its program, where it failed and that is known */
    void end(Duration time, boolean cached, boolean failed, Optional<Integer> exit) {
        String seconds = String.format(Locale.ROOT, "%.1f", time.toMillis() / 1000.0);
        String error = exit.map(FailedStep::error).orElse("ERROR: failed");
        lines.accept("#" + step + " " + (failed ? error : cached ? "CACHED" : "DONE " + seconds + "s"));
    }

    /** Unknown where a variable says the platform: buildah 1.28 takes the leg's for BUILDPLATFORM, and newer ones don't. */
    private Optional<BuildSteps.Step> place(Stage stage, int number) {
        int place = number - 2; // the first one is FROM
        if (place >= stage.instructions().size()) {
            return Optional.empty();
        }
        int line = place < 0
                ? stage.from().firstLine()
                : stage.instructions().get(place).firstLine();
        String flag = stage.platform().flatMap(given -> given.value()).orElse("");
        try {
            return flag.contains("$")
                    ? Optional.empty()
                    : Optional.of(new BuildSteps.Step(line, flag.isEmpty() ? leg : Platform.parse(flag)));
        } catch (FormatException malformed) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<BuildSteps.Step> find(String name) {
        synchronized (places) {
            return places.getOrDefault(name, Optional.empty());
        }
    }

    @Override
    public Optional<Boolean> isEmulated(Optional<BuildSteps.Step> at) {
        return at.map(known -> !runsHere.test(known.platform()));
    }

    @Override
    public String file() {
        return file;
    }
}
