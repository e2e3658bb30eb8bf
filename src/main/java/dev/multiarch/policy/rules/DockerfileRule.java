package dev.multiarch.policy.rules;

import dev.multiarch.dockerfile.Position;
import dev.multiarch.dockerfile.SourceText;
import dev.multiarch.dockerfile.advice.Advice;
import dev.multiarch.dockerfile.advice.Analysis;
import dev.multiarch.dockerfile.advice.Check;
import dev.multiarch.dockerfile.advice.Fault;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.RuleResult;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;
import dev.multiarch.policy.yaml.Place;
import java.util.ArrayList;
import java.util.List;

/**
 * A rule on Dockerfiles. What it looks for is in the check of its name, which is loaded when the first Dockerfile is judged:
 * each image that is judged would pay for it.
 */
final class DockerfileRule implements Rule.OfDockerfile<Boolean> {
    /** Of one file: nobody reads more before fixing the first. */
    private static final int MOST = 200;

    private static final String PREFIX = "dockerfile.";
    private static final String EXPECTED = "a file that can be looked at as a whole";
    private static final String SPLIT = "split it into several Dockerfiles";

    private final String id;

    /** @param id {@code dockerfile.} and the name of the check */
    DockerfileRule(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Setting<Boolean> setting() {
        return Settings.flag();
    }

    @Override
    public Shape shape() {
        return Shape.FLAG;
    }

    @Override
    public List<RuleResult> judge(Boolean on, Analysis analysis) {
        SourceText source = analysis.file().source();
        if (!analysis.isWhole()) {
            return List.of(
                    RuleResult.unknown(EXPECTED, source.file() + " takes too long to be looked at as a whole", SPLIT));
        }
        Check check = Check.of(id.substring(PREFIX.length()));
        Advice advice = check.look(analysis);
        List<RuleResult> results = new ArrayList<>();
        advice.faults().stream().limit(MOST).forEach(fault -> results.add(result(fault, source)));
        int more = advice.faults().size() - MOST;
        if (more > 0) {
            results.add(result(advice.faults().get(MOST), source)
                    .withMessage("there are " + more + " more like these in " + source.file()));
        }
        advice.doubts()
                .forEach(doubt ->
                        results.add(RuleResult.unknown("a digest that can be looked up", doubt.message(), doubt.fix())
                                .at(place(source, doubt.offset()))));
        advice.skipped().ifPresent(why -> results.add(RuleResult.skipped(source.file() + ": " + why)));
        return results.isEmpty() ? List.of(RuleResult.pass("", "", source.file() + ": " + check.good())) : results;
    }

    private static RuleResult result(Fault fault, SourceText source) {
        return RuleResult.fail(fault.expected(), fault.actual(), fault.message(), fault.fix())
                .at(place(source, fault.offset()));
    }

    private static Place place(SourceText source, int offset) {
        Position spot = source.spot(offset);
        return new Place(source.file(), spot.line(), spot.column());
    }
}
