package dev.multiarch.policy.rules;

import dev.multiarch.image.Platform;
import dev.multiarch.policy.Answer;
import dev.multiarch.policy.ClusterNodes;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.Setting;
import dev.multiarch.policy.Shape;
import dev.multiarch.policy.Subject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The platforms of a cluster's nodes are required ones, and whoever lacks one is told which nodes can't run the image. */
final class NodesCovered implements Rule.OfIndex<ClusterNodes> {
    private static final int MOST_NAMED = 5;

    private final PlatformsRequired required = new PlatformsRequired();

    @Override
    public String id() {
        return required.id();
    }

    /** No policy file asks for it: the nodes come from the command line. */
    @Override
    public Setting<ClusterNodes> setting() {
        return (value, siblings, values) -> Optional.empty();
    }

    @Override
    public Shape shape() {
        return required.shape();
    }

    @Override
    public boolean judgesEmptyIndex() {
        return true;
    }

    @Override
    public List<Answer> judge(ClusterNodes nodes, Subject subject) {
        return nodes.names().entrySet().stream()
                .map(each ->
                        on(each, required.judge(List.of(each.getKey()), subject).get(0)))
                .toList();
    }

    private static Answer on(Map.Entry<Platform, List<String>> nodes, Answer answer) {
        if (answer.outcome() != Outcome.FAIL) {
            return answer;
        }
        List<String> names = nodes.getValue();
        String first = String.join(", ", names.subList(0, Math.min(names.size(), MOST_NAMED)));
        String more = names.size() > MOST_NAMED ? " and " + (names.size() - MOST_NAMED) + " more" : "";
        String message = answer.message() + ": it would end with exec format error, or not be pulled, on "
                + (names.size() == 1 ? "the node " : "the nodes ") + first + more;
        String fix = answer.fix().replace(", or no longer require it", "") + ", or keep its pods from these nodes by a"
                + " nodeSelector on kubernetes.io/arch";
        return Answer.fail(answer.expected(), answer.actual(), message, fix).on(nodes.getKey());
    }
}
