package dev.multiarch.build;

import dev.multiarch.dockerfile.BuildSteps;
import dev.multiarch.host.diagnosis.FatalLine;
import java.util.Optional;

/** A step that runs now, as far as a watch knows. Times are nanoseconds of one clock. */
final class RunningStep {
    /** A step that prints more than that after a fatal line goes on in spite of it. */
    private static final int MORE = 10;

    /** What a step prints between a crash of a program and its own end: apt-get says that about each package. */
    private static final int LAST = 50;

    /** Only the line itself: a program may quote it. */
    private static final String CRASH = "qemu: uncaught target signal";

    private final String name;
    private final Optional<BuildSteps.Step> place;
    private final long started;
    private long said;
    private int more;
    private Optional<FatalLine> last = Optional.empty();
    private Optional<FatalLine> crash = Optional.empty();

    RunningStep(String name, Optional<BuildSteps.Step> place, long now) {
        this.name = name;
        this.place = place;
        this.started = now;
        this.said = now;
    }

    void print(String text, long now) {
        said = now;
        Optional<FatalLine> found = FatalLine.of(text);
        if (found.isPresent()) {
            last = found;
            crash = crash.or(() -> found.filter(line -> line.text().startsWith(CRASH)));
            more = 0;
        } else if (!text.isBlank()) {
            more = Math.min(more + 1, LAST + 1);
        }
    }

    Optional<BuildSteps.Step> place() {
        return place;
    }

    /** After which it may have stopped working. */
    Optional<FatalLine> fatal() {
        return last.filter(line -> more <= MORE);
    }

    /** Which may be why it failed. */
    Optional<FatalLine> lastWords() {
        return last.filter(line -> more <= LAST);
    }

    /** The first crash that its emulator reported, whatever came then. */
    Optional<FatalLine> crash() {
        return crash;
    }

    long silence(long now) {
        return now - said;
    }

    long time(long now) {
        return now - started;
    }

    /** With its line in this Dockerfile. */
    String title(String file) {
        return name + place.map(step -> " (" + file + ":" + step.line() + ")").orElse("");
    }
}
