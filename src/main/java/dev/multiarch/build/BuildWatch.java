package dev.multiarch.build;

import dev.multiarch.dockerfile.BuildSteps;
import dev.multiarch.host.diagnosis.FatalLine;
import dev.multiarch.policy.StepLimit;
import dev.multiarch.text.Durations;
import dev.multiarch.text.Printable;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Reads what buildx prints of one leg, and decides when the build is to be ended: a step says nothing any more after a line by
 * which an emulator gives up, an emulated step takes too long, the leg takes too long. Safe to use from several threads.
 */
final class BuildWatch {
    /** More than any build has. */
    private static final int MOST_STEPS = 10_000;

    private static final int LONGEST_NAME = 200;

    private static final int MOST_SURVIVED = 10;

    /** What a watch has to know of the steps, and can't read in the output. */
    interface Steps {
        Optional<BuildSteps.Step> find(String name);

        /** Whether a step runs under emulation; empty where that is not known, or not yet. */
        Optional<Boolean> isEmulated(Optional<BuildSteps.Step> step);

        /** The Dockerfile, as messages name it. */
        String file();

        /** Why it is not known which steps are emulated; empty where it is. */
        default String unknown() {
            return "";
        }
    }

    private final LegLimits limits;
    private final Steps steps;
    private final LongSupplier clock;
    private final long started;
    private final Map<Integer, RunningStep> running = new LinkedHashMap<>();
    private Optional<Ending> ending = Optional.empty();
    private Optional<FailedStep> failed = Optional.empty();
    private Optional<BuildSteps.Step> failedAt = Optional.empty();
    private final Set<String> survived = new LinkedHashSet<>();

    BuildWatch(LegLimits limits, Steps steps) {
        this(limits, steps, System::nanoTime);
    }

    /** @param clock nanoseconds since any time */
    BuildWatch(LegLimits limits, Steps steps, LongSupplier clock) {
        this.limits = limits;
        this.steps = steps;
        this.clock = clock;
        this.started = clock.getAsLong();
    }

    /** How long the leg may take. */
    Duration longest() {
        return limits.leg();
    }

    synchronized void line(String line) {
        long now = clock.getAsLong();
        PlainLine.of(line).ifPresent(plain -> {
            if (plain.step() == 0) {
                running.clear(); // another call of buildx begins, and counts its steps from 1 again
                failed = Optional.empty();
            }
            switch (plain.what()) {
                case NAMED -> begin(plain, now);
                case ENDED -> end(plain);
                case PRINTED -> print(plain, now);
                default -> print(new PlainLine(plain.step(), plain.what(), ""), now);
            }
        });
    }

    private void begin(PlainLine plain, long now) {
        if (running.size() < MOST_STEPS && !plain.text().startsWith("[internal]")) {
            String name = plain.text();
            running.computeIfAbsent(
                    plain.step(),
                    number ->
                            new RunningStep(Printable.line(Printable.cut(name, LONGEST_NAME)), steps.find(name), now));
        }
    }

    private void print(PlainLine plain, long now) {
        RunningStep step = running.get(plain.step());
        if (step != null) {
            step.print(plain.text(), now);
        }
    }

    /** The first that fails is why the build does: BuildKit cancels the others. */
    private void end(PlainLine plain) {
        RunningStep step = running.remove(plain.step());
        if (step != null && failed.isEmpty()) {
            failed = FailedStep.of(plain.text(), step, steps.file());
            failedAt = step.place();
        }
        if (step != null && plain.isDone() && survived.size() < MOST_SURVIVED) {
            step.crash()
                    .ifPresent(crash -> survived.add(step.title(steps.file()) + " ended well after it had printed"
                            + " \"" + crash.text() + "\""));
        }
    }

    /** The steps, each with the crash that it printed, that went on in spite of it: a sentence without its full stop. */
    synchronized List<String> survived() {
        return List.copyOf(survived);
    }

    /** The step whose program failed; empty where none did. */
    synchronized Optional<FailedStep> failed() {
        return failed.map(
                step -> step.onEmulator(failedAt.isPresent() ? steps.isEmulated(failedAt) : Optional.empty()));
    }

    /** Why the build is to be ended now, once that is so; the first reason stays. */
    synchronized Optional<Ending> ending() {
        if (ending.isEmpty()) {
            long now = clock.getAsLong();
            ending = silent(now).or(() -> slow(now)).or(() -> late(now));
        }
        return ending;
    }

    private Optional<Ending> silent(long now) {
        if (limits.silence().isZero()) {
            return Optional.empty();
        }
        return first(step -> step.fatal().isPresent()
                        && isOver(step.silence(now), limits.silence())
                        && steps.isEmulated(step.place()).orElse(true))
                .map(step -> {
                    FatalLine line = step.fatal().orElseThrow();
                    return Ending.silent(step.title(steps.file()), line, limits.silence());
                });
    }

    private Optional<Ending> slow(long now) {
        if (limits.step().isEmpty()) {
            return Optional.empty();
        }
        StepLimit limit = limits.step().get();
        return first(step -> step.place().isPresent()
                        && isOver(step.time(now), limit.longest())
                        && steps.isEmulated(step.place()).orElse(false))
                .map(step -> Ending.slow(step.title(steps.file()), limit));
    }

    private Optional<Ending> late(long now) {
        return isOver(now - started, limits.leg())
                ? Optional.of(Ending.late(Durations.print(limits.leg()), titles()))
                : Optional.empty();
    }

    private Optional<RunningStep> first(Function<RunningStep, Boolean> what) {
        return running.values().stream().filter(what::apply).findFirst();
    }

    private static boolean isOver(long nanos, Duration limit) {
        return Duration.ofNanos(nanos).compareTo(limit) > 0;
    }

    /** The steps that run now, with their lines. */
    synchronized List<String> titles() {
        return running.values().stream()
                .map(step -> step.title(steps.file()))
                .limit(10)
                .collect(Collectors.toList());
    }
}
