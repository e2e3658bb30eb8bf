package dev.multiarch.build;

import dev.multiarch.host.diagnosis.FatalLine;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Result;
import dev.multiarch.process.StopCommands;
import dev.multiarch.step.Session;
import dev.multiarch.text.Secrets;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs {@code buildah build}, watched.
 *
 * @param secrets that must not be printed
 * @param plain gets the steps, for the watch and the table
 * @param shown what people see of them
 */
record BuildahRun(
        Session tools,
        StopCommands fence,
        Secrets secrets,
        BuildahLines plain,
        LegGuard guard,
        Progress progress,
        Consumer<String> shown) {
    /** @throws ProgramException if it fails, or was ended */
    void run(Program build, BuildahSteps steps, StepTable table) throws ProgramException {
        plain.to(line -> {
            guard.line(line);
            if (progress == Progress.TABLE) {
                table.accept(line);
            }
        });
        StopCommands.Section section = fence.open();
        Optional<Result> result = Optional.empty();
        try {
            result = Optional.of(
                    tools.programs().stream(build.within(guard.longest()), line -> line(line, steps), guard));
        } finally {
            steps.finish(Instant.now(), !result.map(Result::ok).orElse(false));
            table.close();
            section.close();
        }
        Result harmless = result.orElseThrow().withLines(secrets::without);
        guard.requireUnended(harmless);
        guard.requireWhole(harmless, tools.progress());
        requireContainers(harmless, build);
        harmless.orThrow();
    }

    /** Where buildah may not make the container of a step, another isolation may do without. */
    private void requireContainers(Result result, Program build) throws ProgramException {
        Optional<FatalLine> refused = result.ok()
                ? Optional.empty()
                : result.lastLines().stream()
                        .flatMap(line -> FatalLine.refusal(line).stream())
                        .findFirst();
        if (refused.isEmpty()) {
            return;
        }
        boolean chroot = build.words().contains("--isolation=chroot")
                || tools.environment().getOrDefault("BUILDAH_ISOLATION", "").equals("chroot");
        throw new ProgramException(
                "ended with " + result.exit() + ": it may not make the container of a step: \""
                        + refused.get().text() + "\". Fix: "
                        + (chroot
                                ? "run it as root, or allow user namespaces where it runs"
                                : "BUILDAH_ISOLATION=chroot runs steps without namespaces and control groups of their"
                                        + " own; where overlay file systems can't be mounted either,"
                                        + " STORAGE_DRIVER=vfs")
                        + "; multiarch doctor --explain " + refused.get().id() + " says more",
                result);
    }

    private void line(String line, BuildahSteps steps) {
        String harmless = secrets.without(line);
        steps.line(harmless, Instant.now());
        if (progress == Progress.PLAIN) {
            shown.accept(harmless);
        }
    }
}
