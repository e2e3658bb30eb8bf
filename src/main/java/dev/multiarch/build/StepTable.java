package dev.multiarch.build;

import dev.multiarch.dockerfile.BuildSteps;
import dev.multiarch.image.Platform;
import dev.multiarch.text.FormatException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The steps of a leg in the place of what buildx prints of them: a line each, once it has ended. Safe to use from several
 * threads.
 *
 * <p>BuildKit may run a {@code FROM} in two parts, an image's resolution and its download, and prints an end of each. Its row
 * waits until another step of its stage begins, or the build ends, and has the time of both.
 */
final class StepTable implements ShownLines {
    private static final int MOST_STEPS = 10_000;
    private static final int LONGEST_NAME = 250;
    private static final Pattern DONE = Pattern.compile("DONE(?: ([0-9.]{1,20})s)?");
    private static final Pattern OWN = Pattern.compile("\\[(?:internal|auth)\\b.*");
    private static final Pattern FROM = Pattern.compile("(?:\\[[^\\]]{1,300}\\] )?FROM\\b.*");
    private static final Pattern STAGE = Pattern.compile("\\[([^\\]]{0,280}?) ?[0-9]{1,5}/[0-9]{1,5}\\] .*");
    private static final String SECONDS = " s";
    private static final Pattern RUNS = Pattern.compile("\\[[^\\]]{1,300}\\] (?:ONBUILD )?RUN\\b.*");

    private record Named(String name, Optional<BuildSteps.Step> place) {}

    private record Ended(Named step, String time) {
        /** Both parts of it: the second may come from the cache. */
        private Ended and(String more) {
            boolean both = time.endsWith(SECONDS) && more.endsWith(SECONDS);
            return new Ended(step, both ? seconds(seconds(time) + seconds(more)) : more);
        }

        private static double seconds(String time) {
            return Double.parseDouble(time.substring(0, time.length() - SECONDS.length()));
        }

        private static String seconds(double sum) {
            return String.format(Locale.ROOT, "%.1f", sum) + SECONDS;
        }
    }

    private final BuildWatch.Steps steps;
    private final Platform leg;
    private final BooleanSupplier settled;
    private final Runnable settle;
    private final Consumer<String> rows;
    private final Map<Integer, Named> named = new HashMap<>();
    private final Deque<Ended> waiting = new ArrayDeque<>();
    private final Map<Integer, Ended> bases = new LinkedHashMap<>();

    /**
     * @param settled whether nothing more will be known of what is emulated: rows wait until then
     * @param settle waits for it, once the build has ended
     */
    StepTable(BuildWatch.Steps steps, Platform leg, BooleanSupplier settled, Runnable settle, Consumer<String> rows) {
        this.steps = steps;
        this.leg = leg;
        this.settled = settled;
        this.settle = settle;
        this.rows = rows;
    }

    /** @param lines gets what is shown */
    static ShownLines of(Progress progress, LegAttempt leg, Consumer<String> lines) {
        return progress == Progress.TABLE
                ? new StepTable(
                        leg.steps(), leg.platform(), () -> leg.facts().now().isPresent(), leg.facts()::get, lines)
                : ShownLines.as(lines);
    }

    /** @throws FormatException if the steps are to be shown in a table, and buildx does not print them */
    static void check(Progress progress, BuildFlags flags, Map<String, String> environment) {
        Optional<String> hidden = LegAttempt.hidden(flags, environment);
        if (progress == Progress.TABLE && hidden.isPresent()) {
            throw new FormatException("--progress table is made of what buildx prints, and it does not print its steps"
                    + " with " + hidden.get() + ". Fix: leave one of the two out. Nothing was built");
        }
    }

    @Override
    public synchronized void accept(String line) {
        Optional<PlainLine> plain = PlainLine.of(line);
        if (plain.isEmpty() && line.startsWith("WARN")) {
            rows.accept(line);
        }
        plain.ifPresent(this::step);
        show(false);
    }

    private void step(PlainLine plain) {
        if (plain.step() == 0) {
            releaseBases("");
            named.clear(); // another call of buildx begins, and counts its steps from 1 again
        } else if (plain.what() == PlainLine.What.NAMED) {
            stage(plain.text()).ifPresent(this::releaseBases);
            boolean shown = !OWN.matcher(plain.text()).matches() && named.size() < MOST_STEPS;
            if (shown) {
                String name = plain.text()
                        .substring(0, Math.min(LONGEST_NAME, plain.text().length()));
                named.put(plain.step(), new Named(name, steps.find(plain.text())));
            }
        } else if (plain.what() == PlainLine.What.ENDED && named.containsKey(plain.step())) {
            ended(plain.step(), named.get(plain.step()), time(plain.text()));
        }
    }

    private void ended(int number, Named step, String time) {
        if (FROM.matcher(step.name()).matches()) {
            Ended first = bases.get(number);
            bases.put(number, first == null ? new Ended(step, time) : first.and(time));
        } else {
            waiting.add(new Ended(step, time));
        }
    }

    /** The stage of a step that needs its base whole: any but its {@code FROM}. */
    private static Optional<String> stage(String name) {
        Matcher step = STAGE.matcher(name);
        return step.matches() && !FROM.matcher(name).matches() ? Optional.of(step.group(1)) : Optional.empty();
    }

    /** @param stage all of them where it is empty */
    private void releaseBases(String stage) {
        bases.values().removeIf(base -> {
            Matcher own = STAGE.matcher(base.step().name());
            boolean free = stage.isEmpty() || own.matches() && own.group(1).equals(stage);
            return free && waiting.add(base);
        });
    }

    private static String time(String text) {
        Matcher done = DONE.matcher(text);
        if (done.matches()) {
            return (done.group(1) == null ? "0.0" : done.group(1)) + SECONDS;
        }
        return switch (text) {
            case "CACHED" -> "cached";
            case "CANCELED" -> "canceled";
            default -> "failed";
        };
    }

    /** The build has ended. */
    @Override
    public void close() {
        settle.run(); // the record waits for it too
        synchronized (this) {
            releaseBases("");
            show(true);
        }
    }

    private void show(boolean all) {
        while (!waiting.isEmpty()) {
            Named step = waiting.peek().step();
            boolean runs = RUNS.matcher(step.name()).matches();
            Optional<Boolean> emulated = step.place().filter(at -> runs).flatMap(at -> steps.isEmulated(step.place()));
            if (runs && step.place().isPresent() && emulated.isEmpty() && !all && !settled.getAsBoolean()) {
                return;
            }
            String title = step.name()
                    + step.place()
                            .map(at -> " (" + steps.file() + ":" + at.line() + ")")
                            .orElse("");
            Optional<Platform> platform =
                    step.place().map(BuildSteps.Step::platform).or(() -> runs ? Optional.empty() : Optional.of(leg));
            rows.accept(new StepRow(
                            platform,
                            StepRow.mark(runs, emulated),
                            waiting.pop().time(),
                            title)
                    .toString());
        }
    }
}
