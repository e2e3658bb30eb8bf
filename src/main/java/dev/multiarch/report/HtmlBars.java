package dev.multiarch.report;

import dev.multiarch.fact.Fact;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.Verdict;
import dev.multiarch.text.Durations;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;

/** Bars for what each platform weighs and how long it took, the largest as wide as the chart. */
final class HtmlBars {
    private static final double WHOLE = 100;
    private static final int MOST_LEGS = 100;

    private final VerdictSummary overview;
    private final Markup html;

    HtmlBars(VerdictSummary overview, Markup html) {
        this.overview = overview;
        this.html = html;
    }

    void print() {
        if (overview.legs().isEmpty()) {
            return;
        }
        html.open("section", "aria-labelledby", "bars-title").line();
        html.element("h2", "Size and build time", "id", "bars-title").line();
        html.open("div", "class", "charts").line();
        chart("Compressed size", leg -> leg.size(), size -> (double) size, this::size, leg -> "");
        chart("Build time", leg -> leg.duration(), time -> (double) time.toMillis(), this::time, this::claimed);
        html.end().end();
    }

    private <T> void chart(
            String title,
            Function<Verdict.Leg, Fact<T>> fact,
            Function<T, Double> amount,
            Function<Verdict.Leg, String> text,
            Function<Verdict.Leg, String> note) {
        double most = overview.legs().stream()
                .flatMap(leg -> fact.apply(leg).value().stream())
                .mapToDouble(amount::apply)
                .max()
                .orElse(0);
        html.open("div", "class", "chart").element("h3", title).open("ul").line();
        int left = Math.max(0, overview.legs().size() - MOST_LEGS);
        for (Verdict.Leg leg : overview.legs().subList(0, overview.legs().size() - left)) {
            boolean emulated = leg.emulated().value().orElse(false);
            html.open("li", "class", emulated ? "emulated" : "").open("div", "class", "row");
            html.element("code", leg.platform().map(Platform::toString).orElse("no platform"));
            html.element("span", text.apply(leg)).close();
            Fact<T> known = fact.apply(leg);
            if (known.isKnown()) {
                double share = most > 0 ? amount.apply(known.value().orElseThrow()) / most * WHOLE : 0;
                html.open("svg", "aria-hidden", "true", "focusable", "false");
                html.empty("rect", "height", "10", "rx", "5", "width", String.format(Locale.ROOT, "%.1f%%", share));
                html.close();
                if (!note.apply(leg).isEmpty()) {
                    html.element("small", note.apply(leg));
                }
            } else {
                html.element("small", "unknown: " + known.reason());
            }
            html.end();
        }
        html.end();
        if (left > 0) {
            html.element("p", left + " more platforms are left out here.").line();
        }
        html.end();
    }

    private String size(Verdict.Leg leg) {
        String layers = leg.layers()
                .value()
                .map(n -> n == 1 ? ", 1 layer" : ", " + n + " layers")
                .orElse("");
        return leg.size().value().map(VerdictSummary::size).orElse("")
                + (leg.size().isKnown() ? layers : "");
    }

    private String time(Verdict.Leg leg) {
        String how = leg.emulated()
                .value()
                .map(yes -> yes ? ", emulated" : ", native")
                .orElse("");
        return leg.duration()
                .value()
                .map((Duration time) -> Durations.print(time) + how)
                .orElse("");
    }

    private String claimed(Verdict.Leg leg) {
        String by = VerdictSummary.claimedBy(leg);
        return by.isEmpty() ? "" : "claimed by " + by;
    }
}
