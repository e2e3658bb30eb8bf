package dev.multiarch.policy.rules;

import dev.multiarch.policy.RuleResult;
import dev.multiarch.record.SmokeCommand;
import dev.multiarch.record.SmokeResult;
import dev.multiarch.record.SmokeRun;
import java.util.Optional;

/**
 * A command, and what is expected of it.
 *
 * @param same whether it prints the same on all platforms
 */
record SmokeTest(SmokeCommand command, int exit, Optional<SmokeOutput> output, boolean same) {
    private static final int LONGEST = 400;
    private static final String REPAIR = "run it in this image on {platform}, and build this platform again";
    private static final String FOREIGN =
            "build it for TARGETARCH, or cross-compile in a FROM --platform=$BUILDPLATFORM stage";

    String expected() {
        return command + " exits with " + exit
                + output.map(wanted -> " and prints " + wanted.expected()).orElse("");
    }

    RuleResult judge(SmokeRun run) {
        return run.of(command)
                .map(result -> judge(result, run))
                .orElseGet(() -> RuleResult.unknown(expected(), command + " was not run", Smoke.RUN));
    }

    private RuleResult judge(SmokeResult result, SmokeRun run) {
        return switch (result.end()) {
            case NOT_RUN, OTHER ->
                RuleResult.unknown(
                        expected(), SmokeFix.cause(command + " " + result.ended()), SmokeFix.of(result.why()));
            case NOT_STARTED -> failed("did not start", ": " + result.why(), run);
            case FOREIGN ->
                RuleResult.fail(
                        expected(),
                        result.ended(),
                        command + " " + result.ended() + ". It exited with " + result.exit()
                                + " on this builder, which says nothing of its platform",
                        FOREIGN);
            case CRASHED -> failed(result.ended(), printed(result), run);
            case TIMED_OUT -> failed(result.ended(), printed(result), run);
            case EXITED -> exited(result, run);
        };
    }

    private RuleResult exited(SmokeResult result, SmokeRun run) {
        String actual = result.ended();
        if (result.exit() != exit) {
            return failed(actual, printed(result), run);
        }
        if (output.isEmpty()) {
            return passed(actual, result, run);
        }
        return switch (output.get().judge(result)) {
            case FITS -> passed(actual, result, run);
            case DIFFERS -> failed(actual, printed(result) + output.get().limit(result), run);
            case TOO_HARD ->
                RuleResult.unknown(
                        expected(),
                        "the expression takes too long on what " + command + " printed",
                        "use a simpler expression");
        };
    }

    private RuleResult passed(String actual, SmokeResult result, SmokeRun run) {
        String message = command + " " + actual + printed(result) + on(run);
        return RuleResult.pass(expected(), actual, message);
    }

    private RuleResult failed(String actual, String printed, SmokeRun run) {
        String message = command + " " + actual + printed + on(run) + ", expected that it exits with " + exit
                + output.map(wanted -> " and prints " + wanted.expected()).orElse("");
        return RuleResult.fail(expected(), actual, message, REPAIR);
    }

    private static String on(SmokeRun run) {
        return " (" + run.how() + ")";
    }

    private static String printed(SmokeResult result) {
        return " and printed " + shown(result);
    }

    /** In one line, the beginning and the end of it. */
    static String shown(SmokeResult result) {
        if (result.bytes() == 0) {
            return "nothing";
        }
        String line = result.text().strip().replaceAll("\n+", " | ");
        String size = result.isWhole()
                ? ""
                : result.more()
                        ? " (of more than " + (SmokeResult.MOST_BYTES >> 10) + " KiB)"
                        : " (of " + result.bytes() + " bytes)";
        int most = LONGEST;
        String cut = line.length() <= most
                ? line
                : line.substring(0, most / 2) + " … " + line.substring(line.length() - most / 2);
        return "\"" + cut + "\"" + size;
    }
}
