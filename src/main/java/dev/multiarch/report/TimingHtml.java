package dev.multiarch.report;

import dev.multiarch.archive.PlanTimes;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.text.Durations;
import java.util.List;
import java.util.Locale;

/** Where the time of one plan's legs went, as one page. */
final class TimingHtml {
    private static final double WHOLE = 100;

    private final PlanTimes times;
    private final ReportContext context;
    private final HtmlPage page = new HtmlPage();
    private final Markup html = page.html();

    TimingHtml(PlanTimes times, ReportContext context) {
        this.times = times;
        this.context = context;
    }

    String print() {
        page.begin("Build times of " + times.image());
        html.open("body").line();
        head();
        html.open("main").line();
        if (!times.records().isEmpty()) {
            bars();
            table();
            steps();
        }
        html.end();
        html.open("footer").element("p", TimesReport.CLAIMS).end();
        return page.end();
    }

    private void head() {
        html.open("header").line();
        html.element("h1", "Build times of " + times.image()).line();
        html.element(
                        "p",
                        times.records().isEmpty()
                                ? "There are no records."
                                : "The legs took " + TimingText.whole(times) + ".")
                .line();
        html.open("dl", "class", "facts").line();
        page.fact("Plan", times.plan());
        page.fact("Records", times.store());
        page.origin(context);
        html.end().end();
    }

    /** Each from its start to its end within the whole time. */
    private void bars() {
        html.open("section", "aria-labelledby", "course").line();
        html.element("h2", "Legs over time", "id", "course").line();
        html.open("div", "class", "charts")
                .open("div", "class", "chart")
                .open("ul")
                .line();
        for (BuildRecord record : times.records()) {
            boolean emulated = record.emulated().value().orElse(false);
            html.open("li", "class", emulated ? "emulated" : "").open("div", "class", "row");
            html.element("code", record.platform().toString());
            html.element(
                            "span",
                            Durations.print(record.duration()) + ", "
                                    + (record.built() ? times.how(record).toString() : "failed"))
                    .close();
            double from = Math.max(0, Math.min(1, times.share(record.started()))) * WHOLE;
            double width = Math.max(0, Math.min(1, times.share(record.finished())) * WHOLE - from);
            html.open("svg", "aria-hidden", "true", "focusable", "false");
            html.empty("rect", "height", "10", "rx", "5", "x", percent(from), "width", percent(width));
            html.close();
            html.end();
        }
        html.end().end().end().end();
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f%%", share);
    }

    private void table() {
        html.open("section", "aria-labelledby", "times").line();
        html.element("h2", "By leg", "id", "times").line();
        page.times(TimingText.HEADS, times.records().stream().map(record -> TimingText.cells(times, record)));
        html.end();
    }

    private void steps() {
        if (times.slowest().isEmpty()) {
            return;
        }
        html.open("section", "aria-labelledby", "steps").line();
        html.element("h2", "Slowest emulated steps", "id", "steps").line();
        page.times(
                List.of("Platform", "Time", "Step"),
                times.slowest().stream()
                        .map(each -> List.of(
                                each.leg().platform().toString(),
                                Durations.print(each.step().time()),
                                HistoryText.name(each.step()))));
        html.end();
    }
}
