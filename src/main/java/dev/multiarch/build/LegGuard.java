package dev.multiarch.build;

import dev.multiarch.fact.Fact;
import dev.multiarch.host.HostFacts;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Result;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Ends the build of a leg when its watch says so, and finds out whether that ended it in BuildKit too. */
final class LegGuard implements BooleanSupplier {
    /** The host was looked at while the build ran, so it is known by now as a rule. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** For a build that its watch does not end: then its program's own limit does. */
    private static final Duration GRACE = Duration.ofMinutes(5);

    private final BuildWatch watch;
    private final RunningBuilds builds;
    private final LegFacts facts;
    private Optional<Ending> ending = Optional.empty();
    private Optional<Set<String>> before = Optional.empty();

    LegGuard(BuildWatch watch, RunningBuilds builds, LegFacts facts) {
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

    /** Why the build was ended; empty where it was not. */
    Optional<String> why() {
        return ending.map(Ending::why);
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

    /** @throws ProgramException if the build was ended */
    void requireWhole(Result result) throws ProgramException {
        if (result.ok() || ending.isEmpty()) {
            return;
        }
        Ending end = ending.get();
        String emulator = end.emulated() ? emulator(facts.within(PATIENCE)) + ". " : "";
        throw new ProgramException(
                "was ended: " + end.why() + ". " + emulator + builds.remaining(before) + ". Fix: " + end.fix(), result);
    }

    private static String emulator(HostFacts host) {
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
