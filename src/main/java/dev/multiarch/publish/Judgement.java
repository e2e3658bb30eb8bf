package dev.multiarch.publish;

import dev.multiarch.image.Digest;
import java.util.Collection;
import java.util.Set;

/** Who answers for an image that a tag shall point to. */
public sealed interface Judgement {
    /** The call that put it forward judged it, and it passed these policies. */
    record Judged(Set<Digest> policies) implements Judgement {}

    /** That call insisted, by {@code promote --unjudged}. */
    record Unjudged(String reason) implements Judgement {}

    /** That call was of an older version, which did not write it down. */
    record NotKnown() implements Judgement {}

    /** Whether it passed all of these policies then. */
    default boolean passed(Collection<Digest> policies) {
        return this instanceof Judged judged && judged.policies().containsAll(policies);
    }
}
