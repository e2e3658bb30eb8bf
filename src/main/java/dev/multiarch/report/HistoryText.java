package dev.multiarch.report;

import dev.multiarch.archive.LegTimes;
import dev.multiarch.archive.PastBuild;
import dev.multiarch.archive.PastBuilds;
import dev.multiarch.record.SlowStep;
import dev.multiarch.record.TimeStats;
import dev.multiarch.text.Durations;
import dev.multiarch.text.Printable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The history of an image's builds as a table. */
final class HistoryText {
    private static final List<String> HEADS =
            List.of("platform", "built", "builds", "failed", "median", "middle half", "trend", "under emulation");

    static final String COMPARED = "The trend compares the newer half of the builds with the older half.";

    private static final int LONGEST_STEP = 120;
    private static final double PERCENT = 100;

    /** Of percent; less is noise. */
    private static final long LEAST_CHANGE = 5;

    private static final int MOST_CHANGES = 3;

    private final PastBuilds history;
    private final StringBuilder text = new StringBuilder();

    HistoryText(PastBuilds history) {
        this.history = history;
    }

    String print() {
        if (history.builds().isEmpty()) {
            return "no builds of " + Printable.line(history.image()) + " in " + Printable.line(history.store()) + "\n";
        }
        text.append("the last builds of ")
                .append(Printable.line(history.image()))
                .append(" in ")
                .append(Printable.line(history.store()))
                .append(", at most ")
                .append(history.last())
                .append(" of each platform\n");
        String changed = changed(history);
        text.append(changed.isEmpty() ? "\n" : changed + "\n\n");
        table();
        text.append('\n');
        List<LegTimes> legs = history.legs();
        legs.stream().filter(leg -> leg.how() == PastBuild.How.EMULATED).forEach(this::slowdown);
        steps(legs);
        text.append(TimesReport.CLAIMS).append(' ').append(COMPARED).append('\n');
        return text.toString();
    }

    /** One sentence on which platforms' builds take another time than before, the largest change first; empty without a trend. */
    static String changed(PastBuilds history) {
        List<LegTimes> known =
                history.legs().stream().filter(leg -> change(leg).isPresent()).toList();
        String changes = known.stream()
                .filter(leg -> Math.abs(change(leg).get()) >= LEAST_CHANGE)
                .sorted(Comparator.comparing(leg -> -Math.abs(change(leg).get())))
                .limit(MOST_CHANGES)
                .map(HistoryText::changed)
                .collect(Collectors.joining(", "));
        if (known.isEmpty()) {
            return "";
        }
        return (changes.isEmpty() ? "No platform got " + LEAST_CHANGE + " % slower or faster" : changes) + ".";
    }

    private static String changed(LegTimes leg) {
        long percent = change(leg).orElseThrow();
        String how = leg.how() == PastBuild.How.UNKNOWN ? "" : " (" + leg.how() + ")";
        return Printable.line(leg.platform().toString()) + how + " got " + Math.abs(percent) + " % "
                + (percent > 0 ? "slower" : "faster");
    }

    private static Optional<Long> change(LegTimes leg) {
        return leg.time().flatMap(TimeStats::trend).map(trend -> Math.round(trend * PERCENT));
    }

    private void table() {
        List<List<String>> rows = new ArrayList<>(List.of(HEADS));
        history.legs().forEach(leg -> rows.add(row(leg)));
        text.append(TextTable.print(rows));
    }

    private static List<String> row(LegTimes leg) {
        Optional<TimeStats> time = leg.time();
        return List.of(
                Printable.line(leg.platform().toString()),
                leg.how().toString(),
                String.valueOf(leg.builds().size()),
                String.valueOf(leg.failed()),
                time.map(stats -> Durations.print(stats.median())).orElse("–"),
                time.map(HistoryText::spread).orElse("–"),
                time.flatMap(TimeStats::trend).map(HistoryText::trend).orElse("–"),
                emulated(leg));
    }

    static String spread(TimeStats stats) {
        return Durations.print(stats.low()) + " to " + Durations.print(stats.high());
    }

    /** {@code +12 %}. */
    static String trend(double trend) {
        return String.format(Locale.ROOT, "%+d %%", Math.round(trend * PERCENT));
    }

    /** The medians by their basis, and how many builds are not in them. */
    static String emulated(LegTimes leg) {
        List<String> parts = new ArrayList<>();
        for (Map.Entry<String, TimeStats> each : leg.emulated().entrySet()) {
            String whole = each.getKey().equals("leg") ? " (whole legs)" : "";
            parts.add(Durations.print(each.getValue().median()) + whole);
        }
        if (leg.cached() > 0) {
            parts.add(leg.cached() + " cached");
        }
        return parts.stream().collect(Collectors.joining(", "));
    }

    private void slowdown(LegTimes leg) {
        history.slowdown(leg.platform())
                .ifPresent(times -> text.append(Printable.line(leg.platform().toString()))
                        .append(": ")
                        .append(slowdown(times))
                        .append("\n\n"));
    }

    static String slowdown(double times) {
        return String.format(Locale.ROOT, "under emulation a build takes %.1f times as long as a native one", times);
    }

    private void steps(List<LegTimes> legs) {
        List<String> lines = new ArrayList<>();
        for (LegTimes leg : legs) {
            for (LegTimes.StepTimes step : leg.steps()) {
                lines.add("  " + Printable.line(leg.platform().toString()) + "  " + Durations.print(step.median())
                        + " in " + builds(step.builds()) + "  " + name(step.last()));
            }
        }
        if (!lines.isEmpty()) {
            text.append("the slowest emulated steps, by their median\n");
            lines.forEach(line -> text.append(line).append('\n'));
            text.append('\n');
        }
    }

    static String builds(int count) {
        return count == 1 ? "1 build" : count + " builds";
    }

    /** With its line in the Dockerfile, where that is known. */
    static String name(SlowStep step) {
        String where = step.file().isEmpty() || step.line() == 0 ? "" : step.file() + ":" + step.line() + " ";
        return Printable.cut(Printable.line(where + step.name()), LONGEST_STEP);
    }
}
