package dev.multiarch.emulation;

import dev.multiarch.emulation.EmulationJournal.Change;
import dev.multiarch.host.Binfmt;
import dev.multiarch.host.BinfmtEntry;
import java.util.ArrayList;
import java.util.List;

/** What somebody else's program did to the entries, so that it can be taken back as if it had been done here. */
final class BinfmtChange {
    private BinfmtChange() {}

    /** Each new entry with the one of its name that it replaced; what is gone altogether comes with the last of them. */
    static List<Change> between(Binfmt before, Binfmt after, String boot) {
        List<BinfmtEntry> fresh = after.entries().stream()
                .filter(entry -> !before.entries().contains(entry))
                .toList();
        List<Change> all = new ArrayList<>();
        for (int i = 0; i < fresh.size(); i++) {
            BinfmtEntry entry = fresh.get(i);
            boolean last = i == fresh.size() - 1;
            List<BinfmtEntry> replaced = before.entries().stream()
                    .filter(old -> old.name().equals(entry.name()) || last && isGone(old, after))
                    .toList();
            all.add(Change.registered(boot, entry, replaced));
        }
        List<BinfmtEntry> gone =
                before.entries().stream().filter(old -> isGone(old, after)).toList();
        if (fresh.isEmpty() && !gone.isEmpty()) {
            all.add(Change.removed(boot, gone));
        }
        return all;
    }

    private static boolean isGone(BinfmtEntry old, Binfmt after) {
        return after.entries().stream().noneMatch(entry -> entry.name().equals(old.name()));
    }
}
