package dev.multiarch.record;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import java.util.Optional;

/**
 * The builder's host, as far as the leg's platform is concerned.
 *
 * @param kernel as {@code uname -r} prints it
 * @param boot the kernel's boot_id, by which two facts are known to be of one host
 * @param binfmt the entry that serves the platform, {@link Entry#NONE} where there is none
 * @param bundled whether BuildKit brought its own emulator, so that no entry was used
 * @param emulator the file that ran the platform's programs, as the builder's kernel names it
 * @param version of QEMU, where its file is on the host that ran the build
 */
public record RecordedHost(
        Fact<String> kernel,
        Fact<String> boot,
        Fact<Entry> binfmt,
        Fact<Boolean> bundled,
        Fact<String> emulator,
        Fact<String> version) {
    /** In records before there were versions, and where it was not asked for. */
    static final Fact<String> NO_VERSION = Fact.unknown("the record does not state the emulator's version");

    /** Without the emulator's version. */
    public RecordedHost(
            Fact<String> kernel, Fact<String> boot, Fact<Entry> binfmt, Fact<Boolean> bundled, Fact<String> emulator) {
        this(kernel, boot, binfmt, bundled, emulator, NO_VERSION);
    }

    /**
     * An entry of binfmt_misc.
     *
     * @param flags as the kernel prints them: {@code POCF}
     */
    public record Entry(String name, String interpreter, String flags, boolean enabled) {
        public static final Entry NONE = new Entry("none", "", "", false);
    }

    public static RecordedHost unknown(String reason) {
        return new RecordedHost(
                Fact.unknown(reason),
                Fact.unknown(reason),
                Fact.unknown(reason),
                Fact.unknown(reason),
                Fact.unknown(reason));
    }

    /** The entry's interpreter; else what the probe saw, as on a host whose entries can't be read. */
    Fact<String> ranBy(Fact<Entry> entry) {
        if (bundled.value().equals(Optional.of(true))) {
            return Fact.known(BuildFacts.BUNDLED, FactSource.RECORD);
        }
        boolean named = entry.value().filter(e -> !e.equals(Entry.NONE)).isPresent();
        if (named) {
            return entry.map(Entry::interpreter);
        }
        if (emulator.isKnown()) {
            return emulator;
        }
        return entry.isKnown()
                ? Fact.unknown("there is no binfmt_misc entry for this platform")
                : Fact.unknown(entry.reason());
    }
}
