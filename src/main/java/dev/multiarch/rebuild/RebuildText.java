package dev.multiarch.rebuild;

import dev.multiarch.plan.Plan;
import dev.multiarch.rebuild.RebuildAnswer.State;
import dev.multiarch.text.Durations;
import dev.multiarch.text.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The answer for people: what is stale and why. */
public final class RebuildText {
    /** Nobody reads more, and a step's summary holds no more. */
    private static final int MOST_LINES = 2_000;

    private static final int LONGEST = 600;

    private final RebuildAnswer answer;
    private final boolean all;
    private final Instant now;
    private final List<String> lines = new ArrayList<>();

    /** @param all whether fresh platforms are shown too */
    public RebuildText(RebuildAnswer answer, boolean all, Instant now) {
        this.answer = answer;
        this.all = all;
        this.now = now;
    }

    public String text() {
        answer.images().forEach(this::image);
        answer.unread().forEach(one -> line(one.reference() + ": unknown, " + one.why()));
        var text = new StringBuilder();
        lines.stream().limit(MOST_LINES).forEach(line -> text.append(line).append('\n'));
        if (lines.size() > MOST_LINES) {
            text.append("… and ")
                    .append(lines.size() - MOST_LINES)
                    .append(" more lines: --format json has all of it\n");
        }
        return text.append(summary()).append('\n').toString();
    }

    private void image(ImageState image) {
        boolean shown = all || image.isStale() || image.isUnsure() || image.isLasting();
        if (!shown) {
            return;
        }
        String commit = image.published()
                .revision()
                .map(hash -> ", commit " + hash.substring(0, 12))
                .orElse("");
        line(image.name() + " (" + image.digest() + commit + ")");
        for (LegState leg : image.legs()) {
            State state = answer.state(image, leg);
            if (all || state != State.FRESH || !leg.lasting().isEmpty()) {
                leg(image, leg, state);
            }
        }
        image.notes().forEach(note -> line("  of the whole index: " + note));
    }

    private void leg(ImageState image, LegState leg, State state) {
        line(String.format(Locale.ROOT, "  %-14s %-8s%s", leg.platform(), state.word(), facts(leg)));
        leg.reasons().forEach(reason -> line("      " + reason));
        leg.lasting().forEach(why -> line("      verdict: " + why));
        if (!leg.isStale()) {
            leg.unknown().forEach(why -> line("      " + why));
        }
        if (all) {
            leg.bases().forEach(base -> base(base, leg));
        }
        answer.leftOf(image, leg).ifPresent(why -> line("      " + why));
    }

    /** What is not said as a reason already. */
    private void base(BaseState base, LegState leg) {
        String said =
                switch (base.state()) {
                    case SAME -> "did not move";
                    case PINNED -> "is named by its digest";
                    case MOVED -> "";
                    case UNKNOWN -> leg.isUnsure() ? "" : base.why();
                };
        if (!said.isEmpty()) {
            line("      base image " + base.base().shown() + " " + said);
        }
    }

    private String facts(LegState leg) {
        String built =
                leg.built().value().map(time -> " built " + age(time) + " ago").orElse(" built at an unknown time");
        String took = leg.duration()
                .value()
                .map(time -> ", took " + Durations.print(time))
                .orElse("");
        return built + took + (leg.emulated().orElse(false) ? " (emulated)" : "");
    }

    private String age(Instant time) {
        Duration age = Duration.between(time, now);
        if (age.isNegative()) {
            return "0s";
        }
        long hours = age.toHours();
        return hours < 48 ? (hours == 0 ? age.toMinutes() + "m" : hours + "h") : age.toDays() + "d";
    }

    private String summary() {
        return count(answer.images().size(), "image") + ", " + platforms(State.REBUILD) + " to build again, "
                + platforms(State.LEFT) + " left, " + platforms(State.UNKNOWN) + " unknown, " + platforms(State.FRESH)
                + " fresh"
                + (answer.unread().isEmpty() ? "" : "; " + answer.unread().size() + " could not be read")
                + (answer.artifacts() == 0
                        ? ""
                        : "; " + count(answer.artifacts(), "tag") + " skipped, as they are artifacts");
    }

    private long platforms(State state) {
        return answer.images().stream()
                .mapToLong(image -> image.legs().stream()
                        .filter(leg -> answer.state(image, leg) == state)
                        .count())
                .sum();
    }

    private static String count(int many, String what) {
        return many + " " + what + (many == 1 ? "" : "s");
    }

    private void line(String text) {
        String indent = text.substring(0, text.length() - text.stripLeading().length());
        lines.add(indent + Printable.line(Printable.cut(text.strip(), LONGEST)));
    }

    /** What to do next by hand, with the plan's file. */
    public static String next(RebuildPlan each, String file) {
        Plan plan = each.plan();
        var text = new StringBuilder();
        plan.revision()
                .ifPresent(commit -> text.append("  git fetch origin " + commit + " && git checkout " + commit + "\n"));
        for (Plan.Leg leg : plan.legs()) {
            text.append("  multiarch build --plan ").append(file).append(" --platform ");
            text.append(leg.platform()).append(" -- --pull .\n");
        }
        text.append("  multiarch merge --plan ").append(file);
        plan.renews().ifPresent(renewal -> text.append(" --keep-from ").append(each.reference()));
        text.append(each.tags().isEmpty() ? " --no-promote" : " --tag " + String.join(",", each.tags()));
        return text.append('\n').toString();
    }
}
