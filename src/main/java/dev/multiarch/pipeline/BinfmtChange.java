package dev.multiarch.pipeline;

import dev.multiarch.host.Binfmt;
import dev.multiarch.host.BinfmtEntry;
import dev.multiarch.host.Registration;
import dev.multiarch.pipeline.EmulationJournal.Registered;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What somebody else's program did to the entries, so that it can be taken back as if it had been done here. */
final class BinfmtChange {
    private BinfmtChange() {}

    /** Each new entry with the one of its name that it replaced; what is gone altogether comes with the last of them. */
    static List<Registered> between(Binfmt before, Binfmt after, String boot) {
        List<BinfmtEntry> fresh = after.entries().stream()
                .filter(entry -> !before.entries().contains(entry))
                .toList();
        List<Registered> all = new ArrayList<>();
        for (int i = 0; i < fresh.size(); i++) {
            BinfmtEntry entry = fresh.get(i);
            boolean last = i == fresh.size() - 1;
            Stream<BinfmtEntry> replaced = before.entries().stream()
                    .filter(old -> old.name().equals(entry.name()) || last && isGone(old, after));
            List<String> lines = replaced.filter(old -> old.match().isPresent())
                    .map(old -> Registration.of(old).line())
                    .toList();
            all.add(new Registered(boot, entry.name(), entry.interpreter(), lines));
        }
        return all;
    }

    private static boolean isGone(BinfmtEntry old, Binfmt after) {
        return after.entries().stream().noneMatch(entry -> entry.name().equals(old.name()));
    }
}
