package dev.multiarch.host;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import java.util.Optional;

/**
 * What is known of the host behind a builder, as far as one leg depends on it.
 *
 * @param emulated whether the builder's CPU can't run the leg's platform
 * @param kernel of the builder's host, as {@code uname -r} prints it
 * @param boot the kernel's boot_id
 * @param entry of binfmt_misc that serves the leg's platform; known and empty where none does
 * @param bundled whether BuildKit brought its own emulator, so that no entry was used
 * @param emulator the file that ran the leg's programs, as the kernel names it
 * @param version of QEMU, as it prints it
 */
public record HostFacts(
        Fact<Boolean> emulated,
        Fact<String> kernel,
        Fact<String> boot,
        Fact<Optional<BinfmtEntry>> entry,
        Fact<Boolean> bundled,
        Fact<String> emulator,
        Fact<String> version) {
    /**
     * Whether programs of the leg's platform run there. A builder that runs its own platform's programs and not these can't
     * run them; where nothing runs, the builder itself may be what fails.
     */
    public Fact<Boolean> runs() {
        if (emulated.value().equals(Optional.of(false))) {
            return kernel.isKnown() ? Fact.known(true, FactSource.PROBE) : Fact.unknown(kernel.reason());
        }
        if (bundled.isKnown()) {
            return Fact.known(true, FactSource.PROBE);
        }
        boolean tried = boot.isKnown() && bundled.reason().startsWith(Probe.FAILED);
        return tried
                ? new Fact<>(Optional.of(false), Optional.of(FactSource.PROBE), bundled.reason())
                : Fact.unknown(bundled.reason());
    }

    /** Nothing known, for this reason. */
    public static HostFacts unknown(String reason) {
        return new HostFacts(
                Fact.unknown(reason),
                Fact.unknown(reason),
                Fact.unknown(reason),
                Fact.unknown(reason),
                Fact.unknown(reason),
                Fact.unknown(reason),
                Fact.unknown(reason));
    }
}
