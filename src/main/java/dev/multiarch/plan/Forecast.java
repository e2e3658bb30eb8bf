package dev.multiarch.plan;

import dev.multiarch.archive.LegTimes;
import dev.multiarch.archive.PastBuild;
import dev.multiarch.archive.PastBuilds;
import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.json.Json;
import dev.multiarch.policy.Finding;
import dev.multiarch.policy.Judgement;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Policy;
import dev.multiarch.record.BuildFacts;
import dev.multiarch.record.SlowStep;
import dev.multiarch.record.TimeStats;
import dev.multiarch.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the last builds let expect of a plan: how long each leg takes, and which will exceed a limit of the policy. A leg that nobody
 * built in this way before has no expectation, and neither has a plan without records.
 */
public record Forecast(Plan plan, PastBuilds past) {
    /** So many builds of each platform are looked at: older ones say little about the next. */
    public static final int LAST = 20;

    private static final Set<String> LIMITS = Set.of("build.emulated-time", "build.step-time", "build.leg-time");
    private static final String NOT_BUILT = "nothing was built yet";
    private static final double MILLIS = 1000;

    /** @param times of the last builds of this platform that were emulated as this leg is planned to be */
    public record Expected(Plan.Leg leg, Optional<LegTimes> times) {
        public Optional<TimeStats> time() {
            return times.flatMap(LegTimes::time);
        }

        private Duration median() {
            return time().map(TimeStats::median).orElse(Duration.ZERO);
        }
    }

    /** The longest first; behind them, as planned, those that nothing is known of. */
    public List<Expected> legs() {
        return plan.legs().stream()
                .map(this::expected)
                .sorted(Comparator.comparing((Expected leg) -> leg.time().isEmpty())
                        .thenComparing(Comparator.comparing(Expected::median).reversed()))
                .toList();
    }

    private Expected expected(Plan.Leg leg) {
        PastBuild.How how = leg.emulated() ? PastBuild.How.EMULATED : PastBuild.How.NATIVE;
        return new Expected(
                leg,
                past.legs().stream()
                        .filter(times -> times.platform().equals(leg.platform()) && times.how() == how)
                        .findFirst());
    }

    /** When the last leg is built if all start now; empty where no leg has an expectation. */
    public Optional<Instant> end(Instant now) {
        return legs().stream().findFirst().flatMap(Expected::time).map(time -> now.plus(time.median()));
    }

    /** {@link Plan#matrix} in this order, with {@code expectedSeconds} where they are known. */
    public String matrix() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Expected leg : legs()) {
            Map<String, Object> row = PlanJson.row(leg.leg());
            leg.time()
                    .ifPresent(time -> row.put("expectedSeconds", time.median().toMillis() / MILLIS));
            rows.add(row);
        }
        return Json.writeLine(Map.of("include", rows));
    }

    /** A sentence for each limit that a leg will exceed if it takes as long as before. */
    public List<String> warnings(List<Policy> policies) {
        List<String> warnings = new ArrayList<>();
        for (Expected leg : legs()) {
            for (Policy policy : policies) {
                policy.only(LIMITS).stream()
                        .flatMap(limits ->
                                Judgement.judge(List.of(limits), PlannedPlatforms.subject(plan, platform -> facts(leg)))
                                        .findings()
                                        .stream())
                        .filter(finding ->
                                finding.platform().equals(Optional.of(leg.leg().platform())))
                        .filter(finding -> finding.outcome() == Outcome.FAIL)
                        .forEach(finding -> warnings.add(warning(leg, finding)));
            }
        }
        return warnings;
    }

    private static String warning(Expected leg, Finding finding) {
        int builds = leg.time().map(TimeStats::count).orElse(0);
        return leg.leg().platform() + ": if it takes as long as the median of the last "
                + (builds == 1 ? "build" : builds + " builds") + ", " + finding.rule() + " will fail: "
                + finding.actual()
                + ", expected " + finding.expected() + " (" + finding.source() + "). Fix: " + finding.fix();
    }

    private static BuildFacts facts(Expected leg) {
        Map<String, TimeStats> emulated = leg.times().map(LegTimes::emulated).orElse(new LinkedHashMap<>());
        Optional<String> basis = emulated.keySet().stream().findFirst();
        Optional<SlowStep> slowest = leg.times().stream()
                .flatMap(times -> times.steps().stream())
                .findFirst()
                .map(step -> new SlowStep(
                        step.last().name(),
                        step.median(),
                        step.last().file(),
                        step.last().line()));
        return new BuildFacts(
                        Fact.known(leg.leg().emulated(), FactSource.RECORD),
                        fact(leg.time().map(TimeStats::median)),
                        fact(basis.map(by -> emulated.get(by).median())),
                        fact(basis),
                        Fact.known(false, FactSource.RECORD),
                        Fact.unknown(NOT_BUILT),
                        Fact.unknown(NOT_BUILT),
                        Fact.unknown(NOT_BUILT))
                .with(fact(slowest));
    }

    private static <T> Fact<T> fact(Optional<T> value) {
        return value.map(known -> Fact.known(known, FactSource.RECORD)).orElseGet(() -> Fact.unknown(NOT_BUILT));
    }

    /** A line for each leg, and the end. */
    public String text(Instant now) {
        var text = new StringBuilder();
        for (Expected leg : legs()) {
            String about = leg.time()
                    .map(time -> ", about " + Durations.print(time.median()) + " by "
                            + (time.count() == 1 ? "1 build" : time.count() + " builds"))
                    .orElse("");
            text.append(leg.leg().line()).append(about).append('\n');
        }
        long unknown = legs().stream().filter(leg -> leg.time().isEmpty()).count();
        end(now).ifPresent(end -> text.append(
                        unknown == 0 ? "expected to be built by " : "the legs of known time are expected by ")
                .append(end.truncatedTo(ChronoUnit.SECONDS))
                .append(" if all legs start now. Times are what the build records claim\n"));
        return text.toString();
    }
}
