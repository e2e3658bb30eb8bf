package dev.multiarch.record;

import dev.multiarch.host.Fact;
import java.time.Duration;

/**
 * What rules may know of how and where one leg was built, whichever way it reached us: from its record, or from the
 * annotations that the merge wrote.
 *
 * @param emulated whether the builder's CPU could not run this platform natively
 * @param duration of the whole leg
 * @param emulatedTime time spent in emulated steps; zero where all came from the cache
 * @param basis {@code steps} where the time was added up step by step, {@code leg} where it is the leg's own
 * @param cached whether every emulated step came from the cache, so that a time of zero is no feat
 * @param kernel of the builder's host, as {@code uname -r} prints it
 * @param binfmtFlags of the entry that serves this platform, as binfmt_misc prints them: {@code POCF}; {@code none}
 *     where no entry serves it
 * @param emulator that ran it: the entry's interpreter, or {@code bundled} where BuildKit brought its own
 */
public record BuildFacts(
        Fact<Boolean> emulated,
        Fact<Duration> duration,
        Fact<Duration> emulatedTime,
        Fact<String> basis,
        Fact<Boolean> cached,
        Fact<String> kernel,
        Fact<String> binfmtFlags,
        Fact<String> emulator) {
    public static final String BUNDLED = "bundled";
    public static final String NO_ENTRY = "none";

    /** Nothing known, for this reason. */
    public static BuildFacts unknown(String reason) {
        return new BuildFacts(
                Fact.unknown(reason),
                Fact.unknown(reason),
                Fact.unknown(reason),
                Fact.unknown(reason),
                Fact.unknown(reason),
                Fact.unknown(reason),
                Fact.unknown(reason),
                Fact.unknown(reason));
    }
}
