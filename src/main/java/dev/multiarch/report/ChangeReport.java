package dev.multiarch.report;

import dev.multiarch.fact.Fact;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.Verdict;
import dev.multiarch.text.Durations;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What changed of each platform against another image, as Markdown. */
final class ChangeReport {
    private static final int MOST = 50;
    private static final int LONGEST_NAME = 300;

    private ChangeReport() {}

    static String print(Verdict now, Verdict before) {
        Map<String, Verdict.Leg> theirs = legs(before);
        var out = new StringBuilder("\n### Change against ")
                .append(MarkdownText.code(shortened(before.subject().name())))
                .append("\n\n| platform | compressed | change | built in | before |\n|---|--:|--:|--:|--:|\n");
        Map<String, Verdict.Leg> ours = legs(now);
        ours.entrySet().stream()
                .limit(MOST)
                .forEach(leg ->
                        out.append(row(leg.getKey(), leg.getValue(), Optional.ofNullable(theirs.get(leg.getKey())))));
        theirs.keySet().stream()
                .filter(platform -> !ours.containsKey(platform))
                .limit(MOST)
                .forEach(platform ->
                        out.append("| ").append(MarkdownText.code(platform)).append(" | gone | | | |\n"));
        return out.append('\n').toString();
    }

    private static Map<String, Verdict.Leg> legs(Verdict verdict) {
        Map<String, Verdict.Leg> legs = new LinkedHashMap<>();
        new VerdictSummary(verdict)
                .legs()
                .forEach(leg ->
                        legs.putIfAbsent(leg.platform().map(Platform::toString).orElse("no platform"), leg));
        return legs;
    }

    private static String row(String platform, Verdict.Leg now, Optional<Verdict.Leg> before) {
        String change =
                before.isEmpty() ? "new" : change(now.size(), before.get().size());
        return "| " + MarkdownText.code(platform) + " | "
                + now.size().value().map(VerdictSummary::size).orElse("unknown") + " | " + change + " | "
                + time(now.duration()) + " | "
                + before.map(leg -> time(leg.duration())).orElse("") + " |\n";
    }

    private static String change(Fact<Long> now, Fact<Long> before) {
        if (!now.isKnown() || !before.isKnown()) {
            return "unknown";
        }
        long less = now.value().orElseThrow() - before.value().orElseThrow();
        String size = VerdictSummary.size(Math.abs(less));
        return less == 0 ? "none" : (less < 0 ? "−" : "+") + size;
    }

    private static String time(Fact<Duration> duration) {
        return duration.value().map(Durations::print).orElse("unknown");
    }

    private static String shortened(String text) {
        return text.length() > LONGEST_NAME ? text.substring(0, LONGEST_NAME) + "…" : text;
    }
}
