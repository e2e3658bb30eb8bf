package dev.multiarch.emulation;

import dev.multiarch.host.BuilderHost;
import dev.multiarch.host.LocalHost;
import dev.multiarch.image.Platform;
import dev.multiarch.plan.Plan;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Sees to it that programs of other platforms run: for each that doesn't work it points to the plan's native runner, else
 * registers an installed QEMU, else runs an image that brings one; and looks again. Nothing is thrown for a platform that
 * can't be helped: a leg that runs nothing builds without it.
 */
public final class Repair {
    private final Emulation emulation;
    private final boolean dry;

    /**
     * What a look at one platform showed.
     *
     * @param works whether it needs no emulator, or a program of it has run
     * @param here whether it is this host's kernel that runs its programs
     * @param docker whether this user's Docker daemon can run an image on that kernel
     */
    public record PlatformState(boolean works, boolean here, boolean docker) {}

    /** Looks again at each call: by a probe, on a builder or on this host. */
    public interface Check {
        PlatformState at(Platform platform);
    }

    /**
     * @param runners that build a platform natively; QEMU is not set up for those
     * @param qemuImage see {@link Setup#QEMU_IMAGE}; one without a digest is said to be unpinned
     */
    public record Request(List<Platform> platforms, Map<Platform, String> runners, String qemuImage) {}

    /** What became of a platform. */
    public enum Outcome {
        WORKS,
        NATIVE_RUNNER,
        REGISTERED,
        INSTALLED,
        /** A dry run said what would be done. */
        TOLD,
        FAILED
    }

    /**
     * @param message a sentence; empty for what worked before
     * @param warning what is also to be said: that an image isn't pinned
     */
    public record Done(Platform platform, Outcome outcome, String message, Optional<String> warning) {}

    /**
     * @param docker how to start it
     * @param dry whether changes are only told
     * @param tell gets a line for each change that is only told
     * @param journal where each registration is written down, if it is to be taken back some time
     */
    public Repair(
            Programs programs, String docker, boolean dry, Consumer<String> tell, Optional<EmulationJournal> journal) {
        this(
                new HostChanges(programs, "root".equals(System.getProperty("user.name")), dry, tell),
                docker,
                new LocalHost(Path.of("/")),
                journal);
    }

    Repair(HostChanges changes, String docker, LocalHost here, Optional<EmulationJournal> journal) {
        this.emulation = new Emulation(changes, docker, here, journal);
        this.dry = changes.dry();
    }

    /** The runners of a plan that build natively. */
    public static Map<Platform, String> runners(Plan plan) {
        return plan.legs().stream()
                .filter(leg -> !leg.emulated())
                .collect(
                        Collectors.toMap(Plan.Leg::platform, leg -> leg.runner().toString()));
    }

    /** @throws FormatException if the request's image has no image's name */
    public List<Done> run(Request request, Check check) {
        InstallerImage image = InstallerImage.parse(request.qemuImage());
        List<Done> all = new ArrayList<>();
        for (Platform platform : request.platforms()) {
            all.add(run(platform, Optional.ofNullable(request.runners().get(platform)), image, check));
        }
        return all;
    }

    private Done run(Platform platform, Optional<String> runner, InstallerImage image, Check check) {
        PlatformState state = check.at(platform);
        if (state.works()) {
            return done(platform, Outcome.WORKS, "");
        }
        if (runner.isPresent()) {
            String message = "the plan builds " + platform + " natively on " + runner.get()
                    + ": build it there, and this host needs no QEMU for it";
            return done(platform, Outcome.NATIVE_RUNNER, message);
        }
        Optional<String> masked = state.here() ? emulation.masked(platform) : Optional.empty();
        if (masked.isPresent()) {
            return done(platform, Outcome.FAILED, masked.get());
        }
        List<String> tried = new ArrayList<>();
        if (state.here()) {
            Optional<String> registered = attempt(() -> emulation.registerInstalled(platform), tried);
            if (registered.isPresent() && helped(platform, check, registered.get(), tried)) {
                return changed(platform, Outcome.REGISTERED, registered.get());
            }
        }
        if (state.docker()) {
            Optional<String> installed =
                    attempt(() -> Optional.of(emulation.install(platform, image, state.here())), tried);
            if (installed.isPresent() && helped(platform, check, installed.get(), tried)) {
                Done done = changed(platform, Outcome.INSTALLED, installed.get());
                return new Done(platform, done.outcome(), done.message(), image.warning());
            }
        }
        if (tried.isEmpty()) {
            tried.add(
                    state.here()
                            ? "no qemu-user-static for it is installed. Fix: install that package, or build " + platform
                                    + " on a native runner"
                            : "the builder is not on this host. Fix: run this on the builder's, or build " + platform
                                    + " on a native runner");
        }
        return done(platform, Outcome.FAILED, String.join("; ", tried));
    }

    /** Where there is no probe, what was done is taken for what was needed: nothing is changed twice on a guess. */
    private boolean helped(Platform platform, Check check, String what, List<String> tried) {
        if (dry || !BuilderHost.canProbe(platform) || check.at(platform).works()) {
            return true;
        }
        tried.add(what + ", which did not help");
        return false;
    }

    private Done changed(Platform platform, Outcome outcome, String what) {
        return dry
                ? done(platform, Outcome.TOLD, "QEMU for " + platform + " is not there; this would be done: " + what)
                : done(platform, outcome, "QEMU for " + platform + " was not there: " + what);
    }

    private static Done done(Platform platform, Outcome outcome, String message) {
        return new Done(platform, outcome, message, Optional.empty());
    }

    private interface Step {
        Optional<String> run() throws ProgramException, IOException;
    }

    private static Optional<String> attempt(Step step, List<String> tried) {
        try {
            return step.run();
        } catch (ProgramException e) {
            tried.add(e.getMessage());
            return Optional.empty();
        } catch (IOException | FormatException e) {
            tried.add("what would be registered can't be written down: " + e.getMessage());
            return Optional.empty();
        }
    }
}
