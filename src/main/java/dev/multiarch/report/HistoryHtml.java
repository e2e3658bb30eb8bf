package dev.multiarch.report;

import dev.multiarch.archive.LegTimes;
import dev.multiarch.archive.PastBuild;
import dev.multiarch.archive.PastBuilds;
import dev.multiarch.record.TimeStats;
import dev.multiarch.text.Durations;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The history of an image's builds as one page. */
final class HistoryHtml {
    private static final double HEIGHT = 100;

    private final PastBuilds history;
    private final ReportContext context;
    private final HtmlPage page = new HtmlPage();
    private final Markup html = page.html();

    HistoryHtml(PastBuilds history, ReportContext context) {
        this.history = history;
        this.context = context;
    }

    String print() {
        page.begin("Builds of " + history.image());
        html.open("body").line();
        head();
        html.open("main").line();
        table();
        history.legs().stream().filter(leg -> !leg.builds().isEmpty()).forEach(this::leg);
        problems();
        html.end();
        html.open("footer")
                .element("p", TimesReport.CLAIMS + " " + HistoryText.COMPARED)
                .end();
        return page.end();
    }

    private void head() {
        html.open("header").line();
        html.element("h1", "Build times of " + history.image()).line();
        String changed = HistoryText.changed(history);
        if (!changed.isEmpty()) {
            html.element("p", changed).line();
        }
        html.open("dl", "class", "facts").line();
        page.fact("Records", history.store());
        page.fact("Builds", history.builds().size() + ", at most " + history.last() + " of each platform");
        history.builds().stream()
                .findFirst()
                .ifPresent(newest -> page.fact(
                        "Newest",
                        newest.finished().truncatedTo(ChronoUnit.SECONDS).toString()));
        page.origin(context);
        html.end().end();
    }

    private void table() {
        html.open("section", "aria-labelledby", "times").line();
        html.element("h2", "By platform", "id", "times").line();
        page.times(
                List.of(
                        "Platform",
                        "Built",
                        "Builds",
                        "Failed",
                        "Median",
                        "Middle half",
                        "Shortest",
                        "Longest",
                        "Trend",
                        "Under emulation"),
                history.legs().stream().map(HistoryHtml::cells));
        history.legs().stream()
                .filter(leg -> leg.how() == PastBuild.How.EMULATED)
                .forEach(leg -> history.slowdown(leg.platform())
                        .ifPresent(times -> html.element("p", leg.platform() + ": " + HistoryText.slowdown(times) + ".")
                                .line()));
        html.element(
                        "p",
                        "The trend compares the median of the newer half of the builds with that of the older half.",
                        "class",
                        "legend")
                .line();
        html.end();
    }

    private static List<String> cells(LegTimes leg) {
        Optional<TimeStats> time = leg.time();
        return List.of(
                leg.platform().toString(),
                leg.how().toString(),
                String.valueOf(leg.builds().size()),
                String.valueOf(leg.failed()),
                time.map(stats -> Durations.print(stats.median())).orElse("–"),
                time.map(HistoryText::spread).orElse("–"),
                time.map(stats -> Durations.print(stats.shortest())).orElse("–"),
                time.map(stats -> Durations.print(stats.longest())).orElse("–"),
                time.flatMap(TimeStats::trend).map(HistoryText::trend).orElse("–"),
                HistoryText.emulated(leg));
    }

    private void leg(LegTimes leg) {
        html.open("section").line();
        html.element("h2", leg.platform() + ", " + leg.how()).line();
        course(leg);
        if (!leg.steps().isEmpty()) {
            html.element("h3", "Slowest emulated steps").line();
            page.times(
                    List.of("Step", "Builds", "Median"),
                    leg.steps().stream()
                            .map(step -> List.of(
                                    HistoryText.name(step.last()),
                                    String.valueOf(step.builds()),
                                    Durations.print(step.median()))));
        }
        html.open("details").element("summary", "All builds").line();
        page.times(
                List.of("Record", "Finished", "Time", "Under emulation"),
                leg.builds().stream()
                        .map(build -> List.of(
                                build.key(),
                                build.finished().truncatedTo(ChronoUnit.SECONDS).toString(),
                                Durations.print(build.time()),
                                emulated(build))));
        html.end();
        html.end();
    }

    private static String emulated(PastBuild build) {
        return build.cached()
                ? "cached"
                : build.emulatedTime().map(Durations::print).orElse("");
    }

    /** A column for each build, the oldest first. */
    private void course(LegTimes leg) {
        List<PastBuild> builds = leg.builds();
        double most = builds.stream()
                .mapToDouble(build -> build.time().toMillis())
                .max()
                .orElse(0);
        String what = "Time of each of the last " + HistoryText.builds(builds.size()) + ", the oldest first";
        boolean emulated =
                builds.stream().anyMatch(build -> build.emulatedTime().isPresent());
        html.open("p", "class", "legend")
                .text(what + "; the highest is " + longest(most) + (emulated ? "; grey is under emulation." : "."))
                .end();
        html.open("div", "class", "course");
        html.open(
                "svg",
                "viewBox",
                "0 0 " + builds.size() + " 100",
                "preserveAspectRatio",
                "none",
                "role",
                "img",
                "aria-label",
                what);
        for (int i = 0; i < builds.size(); i++) {
            PastBuild build = builds.get(builds.size() - 1 - i);
            column(i, build.time(), most, "", build);
            if (build.emulatedTime().isPresent()) {
                column(i, build.emulatedTime().get(), most, "emulated", build);
            }
        }
        html.close().end();
    }

    private static String longest(double millis) {
        return Durations.print(Duration.ofMillis((long) millis));
    }

    private void column(int place, Duration time, double most, String kind, PastBuild build) {
        double height = most > 0 ? Math.min(HEIGHT, time.toMillis() / most * HEIGHT) : 0;
        html.open(
                "rect",
                "class",
                kind,
                "x",
                String.format(Locale.ROOT, "%.2f", place + 0.1),
                "y",
                String.format(Locale.ROOT, "%.2f", HEIGHT - height),
                "width",
                "0.8",
                "height",
                String.format(Locale.ROOT, "%.2f", height));
        html.element("title", build.finished().truncatedTo(ChronoUnit.SECONDS) + ": " + Durations.print(build.time()));
        html.close();
    }

    private void problems() {
        if (!history.problems().isEmpty()) {
            html.open("section")
                    .line()
                    .element("h2", "Records that are not counted")
                    .line();
            html.open("ul").line();
            history.problems().forEach(problem -> html.element("li", problem).line());
            html.end().end();
        }
    }
}
