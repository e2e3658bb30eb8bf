package dev.multiarch.build;

import dev.multiarch.host.diagnosis.FatalLine;
import dev.multiarch.policy.StepLimit;
import dev.multiarch.text.Durations;
import dev.multiarch.text.ShellWord;
import java.time.Duration;
import java.util.List;

/**
 * Why a build was ended before its end.
 *
 * @param why a sentence without its full stop
 * @param fix what to try
 * @param emulated whether an emulator has to do with it
 */
record Ending(String why, String fix, boolean emulated) {
    private static final String NATIVE = "build this platform on a native runner, or move what the step"
            + " runs to a FROM --platform=$BUILDPLATFORM stage";

    static Ending silent(String step, FatalLine line, Duration silence) {
        return new Ending(
                "step " + step + " printed \"" + line.text() + "\" and then nothing for " + Durations.print(silence),
                NATIVE + "; multiarch doctor --explain " + ShellWord.quoted(line.text())
                        + " says more. If the step was only slow, raise --silence-timeout",
                true);
    }

    static Ending slow(String step, StepLimit limit) {
        return new Ending(
                "the emulated step " + step + " took longer than " + Durations.print(limit.longest()) + " ("
                        + limit.source() + ")",
                NATIVE + ", or raise the limit, " + limit.source(),
                true);
    }

    static Ending late(String limit, List<String> running) {
        String steps = running.isEmpty()
                ? "no step ran then"
                : "step" + (running.size() == 1 ? " " : "s ") + String.join(", ", running) + " still ran";
        return new Ending(
                "the leg took longer than " + limit + " (--timeout); " + steps,
                "raise --timeout, or make the leg faster: a native runner, a FROM --platform=$BUILDPLATFORM stage,"
                        + " a build cache",
                false);
    }
}
