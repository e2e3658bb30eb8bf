package dev.multiarch.record;

import dev.multiarch.fact.Claim;
import dev.multiarch.fact.Fact;
import dev.multiarch.host.HostFacts;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What became of the commands that were run in one image, and on what.
 *
 * @param emulated whether the builder's CPU could not run them by itself
 * @param emulator that ran them; unknown where none was needed, or none could be seen
 * @param version of QEMU, as it prints it
 */
public record SmokeRun(Fact<Boolean> emulated, Fact<String> emulator, Fact<String> version, List<SmokeResult> results) {
    /** What is added to a signal's number to make an exit code, as shells do. */
    public static final int SIGNALLED = 128;

    public SmokeRun {
        results = List.copyOf(results);
    }

    public static SmokeRun on(HostFacts host, List<SmokeResult> results) {
        boolean bundled = host.bundled().value().orElse(false);
        return new SmokeRun(
                host.emulated(),
                bundled ? host.bundled().map(yes -> BuildFacts.BUNDLED) : host.emulator(),
                host.version(),
                results);
    }

    /** The same, with what the commands printed changed. */
    public SmokeRun printing(UnaryOperator<String> change) {
        List<SmokeResult> changed =
                results.stream().map(result -> result.printing(change)).toList();
        return new SmokeRun(emulated, emulator, version, changed);
    }

    public Optional<SmokeResult> of(SmokeCommand command) {
        return results.stream()
                .filter(result -> result.command().equals(command))
                .findFirst();
    }

    /** What an index says of it: {@code 2 of 3 commands exited with 0, native}. */
    String summary() {
        long good = results.stream()
                .filter(result -> result.end() == SmokeResult.End.EXITED && result.exit() == 0)
                .count();
        String where =
                emulated.value().map(yes -> yes ? ", emulated" : ", native").orElse("");
        return good + " of " + results.size() + " commands exited with 0" + where;
    }

    /** Whether each of these was run, whatever came out. */
    public boolean covers(List<SmokeCommand> commands) {
        return commands.stream()
                .allMatch(command ->
                        of(command).filter(result -> result.end().isKnown()).isPresent());
    }

    /** To people: {@code native: command}, {@code emulated by /usr/bin/qemu-aarch64: probe, QEMU 7.2.9: command}. */
    public String how() {
        if (!emulated.isKnown()) {
            return "native or emulated: unknown";
        }
        if (!emulated.value().orElseThrow()) {
            return "native" + learnt(emulated);
        }
        String by = emulator.isKnown()
                ? " by " + emulator.value().map(SmokeRun::named).orElseThrow() + learnt(emulator)
                : learnt(emulated);
        return "emulated" + by
                + version.value()
                        .map(number -> ", QEMU " + number + learnt(version))
                        .orElse("");
    }

    SmokeRun by(Claim record) {
        return new SmokeRun(emulated.by(record), emulator.by(record), version.by(record), results);
    }

    private static String named(String emulator) {
        return emulator.equals(BuildFacts.BUNDLED) ? "BuildKit's own QEMU" : emulator;
    }

    private static String learnt(Fact<?> fact) {
        return fact.learnt().map(how -> ": " + how).orElse("");
    }
}
