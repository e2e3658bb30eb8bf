package dev.multiarch.report;

import dev.multiarch.archive.PlanTimes;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.EmulatedTime;
import dev.multiarch.text.Durations;
import dev.multiarch.text.Printable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Where the time of one plan's legs went, as a table with bars. */
final class TimingText {
    static final List<String> HEADS =
            List.of("platform", "attempt", "built", "began", "time", "under emulation", "emulated steps cached");

    private static final int WIDTH = 30;

    private final PlanTimes times;

    TimingText(PlanTimes times) {
        this.times = times;
    }

    String print() {
        String plan = "plan " + Printable.line(times.plan()) + " of " + Printable.line(times.image());
        if (times.records().isEmpty()) {
            return "no records of " + plan + " in " + Printable.line(times.store()) + "\n";
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(with(HEADS, "over time"));
        times.records().forEach(record -> rows.add(with(cells(times, record), bar(record))));
        var text = new StringBuilder("the legs of " + plan + " took " + whole(times) + "\n\n");
        text.append(TextTable.print(rows)).append("\n# native or unknown, = under emulation, x failed\n\n");
        List<PlanTimes.LegStep> steps = times.slowest();
        if (!steps.isEmpty()) {
            text.append("the slowest emulated steps\n");
            steps.forEach(each -> text.append("  ").append(step(each)).append('\n'));
            text.append('\n');
        }
        return text.append(TimesReport.CLAIMS).append('\n').toString();
    }

    static String whole(PlanTimes times) {
        return Durations.print(times.whole()) + " from the first start to the last end, and "
                + Durations.print(times.worked()) + " together, " + Durations.print(times.emulated())
                + " of it under emulation";
    }

    static String step(PlanTimes.LegStep each) {
        return each.leg().platform() + "  " + Durations.print(each.step().time()) + "  "
                + HistoryText.name(each.step());
    }

    static List<String> cells(PlanTimes times, BuildRecord record) {
        return List.of(
                Printable.line(record.platform().toString()),
                String.valueOf(record.attempt()),
                record.built() ? times.how(record).toString() : "failed",
                "+" + Durations.print(Duration.between(times.start(), record.started())),
                Durations.print(record.duration()),
                record.emulatedTime().value().map(TimingText::emulated).orElse("–"),
                PlanTimes.cached(record).map(hits -> hits[0] + " of " + hits[1]).orElse("–"));
    }

    private static String emulated(EmulatedTime time) {
        return Durations.print(time.time()) + (time.basis().equals(EmulatedTime.STEPS) ? "" : " (whole leg)");
    }

    private static List<String> with(List<String> cells, String last) {
        List<String> all = new ArrayList<>(cells);
        all.add(last);
        return all;
    }

    /** The share under emulation stands first: when in the leg it was is not known. */
    private String bar(BuildRecord record) {
        int from = (int) Math.min(WIDTH - 1, Math.floor(times.share(record.started()) * WIDTH));
        int to = (int) Math.max(from + 1, Math.round(times.share(record.finished()) * WIDTH));
        long whole = Math.max(1, record.duration().toMillis());
        int emulated = (int) Math.round((double) PlanTimes.emulated(record).toMillis() / whole * (to - from));
        String rest = record.built() ? "#" : "x";
        return " ".repeat(from) + "=".repeat(emulated) + rest.repeat(Math.max(0, to - from - emulated));
    }
}
