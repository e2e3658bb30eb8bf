package dev.multiarch.publish;

import java.util.List;
import java.util.Optional;

/**
 * The image of another call that a tag points to in place of this call's, because it is newer.
 *
 * @param who put it forward, in words
 * @param verdict of that call, in words
 * @param judgement of that call
 * @param passed names of this call's policies, where this call judged it and it passed
 */
public record Newer(String who, String verdict, Judgement judgement, List<String> passed) {
    /** The reason why nobody had judged it; empty where somebody had, or where this is not known. */
    public Optional<String> unjudged() {
        return judgement instanceof Judgement.Unjudged unjudged ? Optional.of(unjudged.reason()) : Optional.empty();
    }

    /** Where it comes from, without the last full stop. */
    public String sentence() {
        String now = passed.isEmpty() ? "" : ". This call judged it: it passes " + String.join(", ", passed);
        if (unjudged().isPresent()) {
            return "It comes from promote --unjudged (" + who + "), so it was not judged then. The reason: \""
                    + unjudged().get() + "\"" + now;
        }
        String known = judgement instanceof Judgement.NotKnown ? "; whether it was judged is not known" : "";
        return "Another call put it forward (" + who + "; " + verdict + known + ")" + now;
    }
}
