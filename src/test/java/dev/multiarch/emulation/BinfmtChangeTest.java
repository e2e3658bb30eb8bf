package dev.multiarch.emulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.emulation.EmulationJournal.Change;
import dev.multiarch.host.Binfmt;
import dev.multiarch.host.BinfmtEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

class BinfmtChangeTest {
    private static final BinfmtEntry OLD_ARM = entry("qemu-arm", "28", "/old/arm", "OC");
    private static final BinfmtEntry NEW_ARM = entry("qemu-arm", "28", "/usr/bin/qemu-arm-static", "F");
    private static final BinfmtEntry NEW_S390 = entry("qemu-s390x", "16", "/usr/bin/qemu-s390x-static", "F");
    private static final BinfmtEntry MIPS = entry("qemu-mips", "08", "/old/mips", "F");
    private static final BinfmtEntry PYTHON =
            BinfmtEntry.parse("python", "enabled\ninterpreter /usr/bin/python3\nflags: \nextension .pyc\n");

    @Test
    void whatStaysIsNoChange() {
        assertThat(between(List.of(MIPS, PYTHON), List.of(MIPS, PYTHON))).isEmpty();
    }

    @Test
    void anEntryOfTheSameNameWasReplaced() {
        assertThat(between(List.of(OLD_ARM, MIPS), List.of(NEW_ARM, NEW_S390, MIPS)))
                .containsExactly(registered(NEW_ARM, OLD_ARM), registered(NEW_S390));
    }

    /** As --reset leaves it. */
    @Test
    void whatIsGoneComesBackWithTheLast() {
        assertThat(between(List.of(OLD_ARM, MIPS, PYTHON), List.of(NEW_ARM, NEW_S390)))
                .containsExactly(registered(NEW_ARM, OLD_ARM), registered(NEW_S390, MIPS, PYTHON));
    }

    private static List<Change> between(List<BinfmtEntry> before, List<BinfmtEntry> after) {
        return BinfmtChange.between(
                new Binfmt(true, true, before, List.of()), new Binfmt(true, true, after, List.of()), "boot");
    }

    @Test
    void whatIsGoneWithoutANewOneCanBePutBack() {
        assertThat(between(List.of(OLD_ARM, MIPS), List.of(MIPS)))
                .containsExactly(Change.removed("boot", List.of(OLD_ARM)));
    }

    private static Change registered(BinfmtEntry entry, BinfmtEntry... replaced) {
        return Change.registered("boot", entry, List.of(replaced));
    }

    private static BinfmtEntry entry(String name, String machine, String interpreter, String flags) {
        return BinfmtEntry.parse(
                name,
                "enabled\ninterpreter " + interpreter + "\nflags: " + flags + "\noffset 0\nmagic 7f454c46" + machine
                        + "\n");
    }
}
