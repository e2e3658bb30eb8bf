package dev.multiarch.build;

import dev.multiarch.host.HostFacts;
import dev.multiarch.host.diagnosis.FatalLine;
import dev.multiarch.image.Platform;
import dev.multiarch.rebuild.KnownBad;
import java.util.Optional;
import java.util.Set;

/**
 * Why a step failed, where its end or its last words show a crash: a signal, or a line by which an emulator or the kernel
 * gives up.
 *
 * @param leg its platform
 * @param host as far as it is known by now, for the platform of the leg
 */
record Crash(FailedStep step, Platform leg, HostFacts host) {
    private static final String CROSS =
            "move what the step runs to a FROM --platform=$BUILDPLATFORM stage and cross-compile there";

    private static final String MEMORY = "give the builder more memory, or run fewer programs at once (make -j1, one"
            + " platform a job, max-parallelism in buildkitd.toml); dmesg on the builder's host names what the kernel"
            + " killed";

    private static final String OLDER = "compile for an older CPU (GOAMD64=v1, no -march=native)";
    private static final String DEBUG =
            "run the step's command in its base image on a machine of that architecture, with a debugger";

    private static final Set<String> FOREIGN = Set.of("exec-format-error", "foreign-program");

    /** Empty where neither its exit code nor what it printed shows one. */
    static Optional<Crash> of(FailedStep step, Platform leg, HostFacts host) {
        return step.signal().isPresent() || step.fatal().isPresent()
                ? Optional.of(new Crash(step, leg, host))
                : Optional.empty();
    }

    /** What happened: a sentence without its full stop. */
    String why() {
        String kind = step.emulated()
                .map(emulated -> emulated ? "the emulated step " : "the native step ")
                .orElse("the step ");
        String end = step.signal()
                .map(signal -> "was ended by " + signal.title())
                .or(() -> step.exit().map(code -> "ended with exit code " + code))
                .orElse("failed");
        String said = step.fatal()
                .map(line -> " after it printed \"" + line.text() + "\"")
                .orElse("");
        return kind + step.title() + " " + end + said;
    }

    /** What it comes from, what ran it, and what to try: several sentences. */
    String explained() {
        Cause cause = cause();
        return why() + ". " + because(cause) + ". " + ran(cause) + "Fix: " + fix(cause)
                + "; multiarch doctor --explain " + page() + " says more";
    }

    private enum Cause {
        /** A program for another CPU was to be run, or no program. */
        FOREIGN,
        KILLED,
        SECCOMP,
        /** The step is native, and QEMU ran a program that it started. */
        NESTED,
        NATIVE,
        NATIVE_INSTRUCTION,
        INSTRUCTION,
        SYSTEM_CALL,
        EMULATOR
    }

    private Cause cause() {
        Optional<Signal> signal = step.signal();
        if (step.fatal().filter(line -> FOREIGN.contains(line.id())).isPresent()) {
            return Cause.FOREIGN;
        }
        if (signal.equals(Optional.of(Signal.SIGKILL))) {
            return Cause.KILLED;
        }
        if (signal.equals(Optional.of(Signal.SIGSYS))) {
            return Cause.SECCOMP;
        }
        boolean instruction = signal.equals(Optional.of(Signal.SIGILL)) || said("illegal-instruction");
        if (isNative()) {
            boolean qemu =
                    step.fatal().filter(line -> line.text().contains("qemu")).isPresent();
            return qemu ? Cause.NESTED : instruction ? Cause.NATIVE_INSTRUCTION : Cause.NATIVE;
        }
        return instruction ? Cause.INSTRUCTION : said("unsupported-syscall") ? Cause.SYSTEM_CALL : Cause.EMULATOR;
    }

    private boolean isEmulated() {
        return step.emulated().orElse(false);
    }

    private boolean isNative() {
        return step.emulated().isPresent() && !isEmulated();
    }

    private boolean said(String id) {
        return step.fatal().filter(line -> line.id().equals(id)).isPresent();
    }

    private Platform platform() {
        return step.platform().orElse(leg);
    }

    private String page() {
        Optional<String> ofSignal = step.signal().map(signal -> switch (signal) {
            case SIGKILL, SIGILL, SIGSEGV -> "exit-" + signal.exit();
            case SIGSYS -> "seccomp-too-old";
            default -> "qemu-segfault";
        });
        return step.fatal().map(FatalLine::id).or(() -> ofSignal).orElse("");
    }

    private String because(Cause cause) {
        String unknown = step.emulated().isPresent() ? "" : "Whether it ran under emulation is not known. ";
        return switch (cause) {
            case FOREIGN -> foreign();
            case KILLED ->
                step.outOfMemory()
                        ? "Its memory limit was reached"
                        : "As a rule the kernel kills a program because there is not enough memory; or somebody stopped it";
            case SECCOMP -> "The container's seccomp profile does not allow a system call of the program";
            case NESTED -> "The step itself is native, so QEMU ran a program of another architecture that it started";
            case NATIVE -> "QEMU did not run it: the fault is in the program, or in what it was given";
            case NATIVE_INSTRUCTION ->
                "QEMU did not run it: the program uses an instruction that the builder's CPU does not have";
            case INSTRUCTION ->
                unknown + "QEMU does not have an instruction of the program, or translates it wrongly;"
                        + " or the program was compiled for a newer CPU";
            case SYSTEM_CALL -> unknown + "QEMU does not know a system call of the program";
            case EMULATOR ->
                unknown + "It may be a fault of QEMU: sound programs crash under it, and run well on a CPU of "
                        + platform();
        };
    }

    private boolean runsThere() {
        return isNative() || platform().equals(leg) && host.runs().value().equals(Optional.of(true));
    }

    private String foreign() {
        String file = ", so the file is a program of another architecture, or none: empty, a text without #!, a Git LFS"
                + " pointer";
        if (runsThere()) {
            return (isNative() ? "The builder's CPU runs " : "The builder runs programs of ")
                    + platform()
                    + (isNative() ? " itself" : "")
                    + file;
        }
        boolean lacks = platform().equals(leg)
                && (host.runs().value().equals(Optional.of(false))
                        || host.entry().value().filter(Optional::isEmpty).isPresent());
        return lacks
                ? "The builder can't run programs of " + platform()
                        + ": no emulator that works is registered on its host"
                : "The builder has no emulator for the program's architecture, or the file is not a program";
    }

    /** Ends in a space, or is empty. */
    private String ran(Cause cause) {
        if (cause != Cause.INSTRUCTION && cause != Cause.SYSTEM_CALL && cause != Cause.EMULATOR || !isEmulated()) {
            return "";
        }
        if (!platform().equals(leg)) {
            return "Which QEMU runs " + platform() + " is not known. ";
        }
        String knownBad = host.version()
                .value()
                .flatMap(version -> KnownBad.ours().of(KnownBad.QEMU, version, leg))
                .map(bad -> "That version is on the list of known bad ones: " + bad.why() + ". ")
                .orElse("");
        return LegGuard.emulator(host) + ". " + knownBad;
    }

    private String fix(Cause cause) {
        String elsewhere = CROSS + "; or build " + platform() + " on a native runner; or use ";
        return switch (cause) {
            case FOREIGN ->
                runsThere()
                        ? "look at the file that was started (file PATH): download or build it for TARGETARCH, or run it in"
                                + " a FROM --platform=$BUILDPLATFORM stage"
                        : "register an emulator on the builder's host (docker run --privileged --rm tonistiigi/binfmt"
                                + " --install " + platform().architecture() + "), or build " + platform()
                                + " on a native runner, or " + CROSS;
            case KILLED -> MEMORY;
            case SECCOMP -> "use a newer runc and libseccomp on the builder's host";
            case NATIVE -> DEBUG;
            case NATIVE_INSTRUCTION -> OLDER + "; " + DEBUG;
            case INSTRUCTION -> elsewhere + "another version of QEMU; or " + OLDER;
            case SYSTEM_CALL -> elsewhere + "a newer QEMU";
            case NESTED, EMULATOR -> elsewhere + "another version of QEMU";
        };
    }
}
