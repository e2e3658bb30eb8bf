package dev.multiarch.build;

import dev.multiarch.fact.Fact;
import dev.multiarch.host.HostFacts;
import dev.multiarch.image.Platform;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Result;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/** Ends the build of a leg when its watch says so, and finds out what is left of it. */
final class LegGuard implements BooleanSupplier {
    /** The host was looked at while the build ran, so it is known by now as a rule. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** A build that failed waits for its record, which waits for the host. */
    private static final Duration HOST = Duration.ofMinutes(1);

    /** For a build that its watch does not end: then its program's own limit does. */
    private static final Duration GRACE = Duration.ofMinutes(5);

    private final BuildWatch watch;
    private final EndedBuild builds;
    private final Function<Duration, HostFacts> facts;
    private final Platform leg;
    private Optional<Crash> crash = Optional.empty();
    private Optional<Ending> ending = Optional.empty();
    private Optional<Set<String>> before = Optional.empty();

    /** @param facts of the host, by how long one may wait for them */
    LegGuard(BuildWatch watch, EndedBuild builds, Function<Duration, HostFacts> facts, Platform leg) {
        this.leg = leg;
        this.watch = watch;
        this.builds = builds;
        this.facts = facts;
    }

    void line(String line) {
        watch.line(line);
    }

    /** The steps that run now. */
    List<String> running() {
        return watch.titles();
    }

    /** Why the build was ended, or which crash it failed with; empty where neither is so. */
    Optional<String> why() {
        return ending.map(end -> "ended: " + end.why()).or(() -> crash.map(found -> "crashed: " + found.why()));
    }

    /** Whether the build is to be ended now. */
    @Override
    public boolean getAsBoolean() {
        if (ending.isEmpty()) {
            ending = watch.ending();
            if (ending.isPresent()) {
                before = builds.references();
            }
        }
        return ending.isPresent();
    }

    /** After which a program is ended that builds the leg. */
    Duration longest() {
        return watch.longest().plus(GRACE);
    }

    /**
     * @param warn gets what is odd about a build that succeeded
     * @throws ProgramException if the build was ended, and not just through by itself; or if a step of it crashed
     */
    void requireWhole(Result result, Consumer<String> warn) throws ProgramException {
        if (!result.ok()) {
            requireUnended(result);
            requireUncrashed(result);
            return;
        }
        for (String step : watch.survived()) {
            warn.accept(
                    "warning: " + leg + ": step " + step
                            + ". If a program crashed, what it made may be missing. Fix: let the step fail"
                            + " (set -e, no \"|| true\"), or leave that program out. Why: multiarch doctor --explain qemu-segfault");
        }
    }

    private void requireUncrashed(Result result) throws ProgramException {
        if (watch.failed().or(() -> FailedStep.of(result.lastLines())).isEmpty()) {
            return;
        }
        HostFacts host = facts.apply(HOST); // from now on its watch knows what is emulated
        crash = watch.failed().or(() -> FailedStep.of(result.lastLines())).flatMap(step -> Crash.of(step, leg, host));
        if (crash.isPresent()) {
            throw new ProgramException(
                    "ended with " + result.exit() + ": " + crash.get().explained(), result);
        }
    }

    /** @throws ProgramException if the build was ended, whatever it says itself: podman calls that a success */
    void requireUnended(Result result) throws ProgramException {
        if (ending.isEmpty()) {
            return;
        }
        Ending end = ending.get();
        String emulator = end.emulated() ? emulator(facts.apply(PATIENCE)) + ". " : "";
        throw new ProgramException("was ended: " + end.why(), result)
                .noting(emulator + builds.remaining(before) + ". Fix: " + end.fix());
    }

    /** What ran the programs of the leg: a sentence without its full stop. */
    static String emulator(HostFacts host) {
        Fact<String> version = host.version();
        String ran = host.bundled().value().orElse(false)
                ? "BuildKit's own emulator ran it"
                : host.emulator().value().map(file -> file + " ran it").orElse("What ran it is not known");
        return version.isKnown()
                ? ran + ", QEMU " + version.value().orElseThrow() + " (learnt by: "
                        + version.learnt().map(String::valueOf).orElse("") + ")"
                : ran + "; QEMU's version is unknown: " + version.reason();
    }
}
