package dev.multiarch.build;

import dev.multiarch.dockerfile.BuildSteps;
import dev.multiarch.image.Platform;
import dev.multiarch.text.FormatException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The steps of a leg in the place of what buildx prints of them: a line each, once it has ended. A step that BuildKit runs in
 * two parts, as it may an image's resolution and its download, has two. Safe to use from several threads.
 */
final class StepTable implements ShownLines {
    private static final int MOST_STEPS = 10_000;
    private static final int LONGEST_NAME = 250;
    private static final Pattern DONE = Pattern.compile("DONE(?: ([0-9.]{1,20})s)?");
    private static final Pattern OWN = Pattern.compile("\\[(?:internal|auth)\\b.*");
    private static final Pattern RUNS = Pattern.compile("\\[[^\\]]{1,300}\\] (?:ONBUILD )?RUN\\b.*");

    private record Named(String name, Optional<BuildSteps.Step> place) {}

    private record Ended(Named step, String time) {}

    private final BuildWatch.Steps steps;
    private final Platform leg;
    private final BooleanSupplier settled;
    private final Runnable settle;
    private final Consumer<String> rows;
    private final Map<Integer, Named> named = new HashMap<>();
    private final Deque<Ended> waiting = new ArrayDeque<>();

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
            named.clear(); // another call of buildx begins, and counts its steps from 1 again
        } else if (plain.what() == PlainLine.What.NAMED) {
            boolean shown = !OWN.matcher(plain.text()).matches() && named.size() < MOST_STEPS;
            if (shown) {
                String name = plain.text()
                        .substring(0, Math.min(LONGEST_NAME, plain.text().length()));
                named.put(plain.step(), new Named(name, steps.find(plain.text())));
            }
        } else if (plain.what() == PlainLine.What.ENDED && named.containsKey(plain.step())) {
            waiting.add(new Ended(named.get(plain.step()), time(plain.text())));
        }
    }

    private static String time(String text) {
        Matcher done = DONE.matcher(text);
        if (done.matches()) {
            return (done.group(1) == null ? "0.0" : done.group(1)) + " s";
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
