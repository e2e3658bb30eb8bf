package dev.multiarch.policy;

import dev.multiarch.dockerfile.advice.Analysis;
import dev.multiarch.dockerfile.advice.IgnoreComment;
import dev.multiarch.policy.Policy.Asked;
import dev.multiarch.policy.yaml.Place;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Holds Dockerfiles against a policy. Rules on anything else find nothing there, and are left out. */
final class DockerfileRules {
    private static final String NOTHING_ASKED = "the policy has no rule for Dockerfiles";
    private static final String ASK = "use the preset dockerfile, or extend it: extends: [dockerfile]";

    private DockerfileRules() {}

    static List<Finding> findings(Policy policy, DockerfileSubject subject) {
        List<Finding> found = subject.files().stream()
                .flatMap(file -> policy.asked().stream().flatMap(asked -> findings(asked, file)))
                .toList();
        if (found.isEmpty()) {
            RuleResult nothing = RuleResult.unknown("", NOTHING_ASKED, ASK);
            found = List.of(Judgement.finding(policy.asked().get(0), nothing, Optional.empty(), Optional.empty()));
        }
        return Waivers.over(found, policy.waivers(), Optional.empty());
    }

    private static <S> Stream<Finding> findings(Asked<S> asked, Analysis file) {
        if (!(asked.rule() instanceof Rule.OfDockerfile<S> rule)) {
            return Stream.empty();
        }
        return Judgement.guarded(() -> rule.judge(asked.setting(), file)).stream()
                .map(answer -> ignored(answer, asked, file))
                .map(answer -> Judgement.finding(asked, answer, Optional.empty(), Optional.empty()));
    }

    /**
     * A comment in the file takes a warning away, if it says why. An error it can't take away: the file may come from a pull
     * request, and who may wave an error through is the policy's to say.
     */
    private static RuleResult ignored(RuleResult answer, Asked<?> asked, Analysis file) {
        Optional<IgnoreComment> comment = answer.outcome() == Outcome.FAIL
                ? answer.origin()
                        .flatMap(place -> comment(file, place, asked.rule().id()))
                : Optional.empty();
        if (comment.isEmpty()) {
            return answer;
        }
        if (asked.severity() == Severity.ERROR) {
            return answer.withMessage(answer.message()
                    + " (a comment ignores only what is below severity error; a waiver in the policy can cover this)");
        }
        if (comment.get().reason().isEmpty()) {
            return answer.withMessage(answer.message() + " (the comment that ignores it gives no reason)");
        }
        Place place = answer.origin().orElseThrow();
        return RuleResult.skipped("ignored by a comment, \"" + comment.get().reason() + "\": " + answer.message())
                .at(place);
    }

    private static Optional<IgnoreComment> comment(Analysis file, Place place, String rule) {
        return IgnoreComment.at(file.file(), place.line(), rule);
    }
}
