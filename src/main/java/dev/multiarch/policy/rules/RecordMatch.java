package dev.multiarch.policy.rules;

import dev.multiarch.fact.Claim;
import dev.multiarch.policy.Need;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.RuleResult;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;
import dev.multiarch.policy.Subject.Image;
import dev.multiarch.record.BuildFacts;
import dev.multiarch.text.Printable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

final class RecordMatch implements Rule.OfImage<Boolean> {
    private static final int LONGEST = 100;

    private static final String NAMED = "the digest of its build record in the index";
    private static final String MERGE = "merge the legs of this build again, without --facts none";
    private static final String LOOK =
            "judge with --records STORE, and copy the record there (records copy) if it is" + " kept elsewhere";
    private static final String CHANGED =
            "find out who changed the record or the index; build and merge this image again" + " if nobody knows";

    @Override
    public String id() {
        return "build.record-match";
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
    public Set<Need> needs() {
        return Set.of(Need.BUILD_FACTS);
    }

    @Override
    public RuleResult judgeAlone(Boolean on, Image image) {
        return RuleResult.skipped("no index names it, and its record");
    }

    @Override
    public RuleResult judge(Boolean on, Image image) {
        Map<String, String> annotations = image.descriptor().annotations();
        Optional<String> named = BuildFacts.recordIn(annotations);
        if (named.isEmpty()) {
            return RuleResult.fail(NAMED, "none", "the index names no build record of it", MERGE);
        }
        String expected = "record " + Printable.cut(named.get(), LONGEST);
        BuildFacts facts = image.build();
        if (facts.record().value().isEmpty()) {
            String why = "its build record can't be compared with the index: "
                    + facts.record().reason();
            return RuleResult.unknown(expected, why, LOOK);
        }
        return compare(expected, facts.record().value().get(), facts.contradicted(annotations));
    }

    private static RuleResult compare(String expected, Claim record, List<String> contradicted) {
        String actual = "record " + record.record();
        if (!expected.equals(actual)) {
            return RuleResult.fail(
                    expected,
                    actual,
                    "the index names the " + expected + " for it, and the one in the store is " + actual + " of plan "
                            + record.plan(),
                    CHANGED);
        }
        if (!contradicted.isEmpty()) {
            String said = String.join(", ", contradicted);
            return RuleResult.fail(
                    expected, said, "the index says " + said + ", and its " + actual + " does not", CHANGED);
        }
        return RuleResult.pass(expected, actual, "the index names its build record");
    }
}
