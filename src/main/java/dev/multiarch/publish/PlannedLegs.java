package dev.multiarch.publish;

import dev.multiarch.image.Platform;
import dev.multiarch.plan.Plan;
import dev.multiarch.record.Attempts;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.step.Refused;
import dev.multiarch.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Holds build records against the plan: exactly one built leg for each platform, and nothing else. */
final class PlannedLegs {
    private static final int LONGEST = 400;

    private PlannedLegs() {}

    /**
     * The records in the plan's order.
     *
     * @throws Refused naming every leg that is missing, failed, too many, or of another plan
     */
    static List<BuildRecord> match(Plan plan, Attempts attempts) throws Refused {
        List<String> reasons = new ArrayList<>(attempts.conflicts());
        Map<Platform, BuildRecord> byPlatform = new TreeMap<>();
        for (BuildRecord record : attempts.current()) {
            foreign(plan, record).ifPresentOrElse(reasons::add, () -> byPlatform.put(record.platform(), record));
        }
        List<BuildRecord> legs = new ArrayList<>();
        for (Platform platform : plan.platforms()) {
            BuildRecord record = byPlatform.remove(platform);
            if (record == null) {
                reasons.add(platform + ": planned, but there is no record of it in plan " + plan.id()
                        + ". Fix: build that leg (multiarch build --platform " + platform
                        + ", with the same --plan as merge), then merge again");
            } else if (!record.built()) {
                reasons.add(
                        platform + ": " + attempt(record) + " failed" + why(record) + ". Fix: build that leg again");
            } else {
                legs.add(record);
            }
        }
        for (Platform extra : byPlatform.keySet()) {
            reasons.add(extra + ": there is a record of it, but plan " + plan.id() + " has only "
                    + plan.platforms().stream().map(Platform::toString).collect(Collectors.joining(", "))
                    + ". Fix: plan it, or remove its record, "
                    + byPlatform.get(extra).claim().record());
        }
        if (!reasons.isEmpty()) {
            throw new Refused(reasons);
        }
        return legs;
    }

    private static String attempt(BuildRecord record) {
        return "attempt " + record.attempt() + " (record " + record.claim().record() + ")";
    }

    /** What ended its build: that is in front of the program's last lines. */
    private static String why(BuildRecord record) {
        return record.failure().stream()
                .limit(1)
                .filter(line -> line.startsWith("crashed: ") || line.startsWith("ended: "))
                .map(line -> " (" + Printable.line(Printable.cut(line, LONGEST)) + ")")
                .collect(Collectors.joining());
    }

    private static Optional<String> foreign(Plan plan, BuildRecord record) {
        String who = record.platform() + ": " + attempt(record);
        if (!record.plan().equals(plan.id())) {
            return Optional.of(who + " is of another plan, " + record.plan() + ", expected " + plan.id()
                    + ". Fix: merge the records of this plan only");
        }
        if (!record.image().equals(plan.image().name())) {
            return Optional.of(who + " is of another image, " + record.image() + ", expected "
                    + plan.image().name() + ". Fix: merge the records of this image only");
        }
        return Optional.empty();
    }
}
