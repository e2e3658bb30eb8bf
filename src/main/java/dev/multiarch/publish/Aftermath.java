package dev.multiarch.publish;

import dev.multiarch.image.Digest;
import dev.multiarch.policy.Policy;
import dev.multiarch.step.Refused;
import dev.multiarch.step.Session;
import dev.multiarch.step.StepFailed;
import dev.multiarch.text.ShellWord;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is said after a promotion that did not end well: where each tag points to, and how to complete it. */
record Aftermath(Session tools, Promote.Request request) {
    /** What judges where no policy is named. */
    private static final String USUAL = "baseline";

    Promotion refused(Refused refused) {
        return Promotion.failed(states(), refused, "");
    }

    Promotion failed(PublishedIndex candidate, SingleMoves singles, TagsMayHaveMoved stopped) {
        List<TagState> states = states();
        Digest digest = candidate.document().digest();
        boolean all = states.stream().limit(request.tags().size()).allMatch(state -> state.isAt(digest))
                && singles.areDone(states);
        String where = states.isEmpty()
                ? "No tag was to move."
                : all
                        ? "All tags point to it."
                        : states.stream().map(state -> state.relatedTo(digest)).collect(Collectors.joining("; ")) + ".";
        String why = stopped.why().isEmpty() ? "" : stopped.why() + "\n";
        String text = why + "The candidate " + candidate.reference() + " is pushed. " + where;
        if (stopped.isImmutable(states)) {
            String fix = "Fix: this registry does not move existing tags. Give the candidate a new tag";
            return Promotion.failed(states, new Refused(text + " " + fix), why + fix);
        }
        if (all && !stopped.isUnsettled()) {
            return Promotion.failed(
                    states,
                    new StepFailed(text),
                    why + "All tags point to the candidate all the same: nothing is left to do");
        }
        String fix = "Fix: multiarch promote " + candidate.reference()
                + request.tags().stream().map(tag -> " --tag " + tag).collect(Collectors.joining())
                + request.singles().stream()
                        .map(single -> " --also-single " + single)
                        .collect(Collectors.joining())
                + request.unjudged()
                        .map(reason -> " --unjudged " + ShellWord.quoted(reason))
                        .orElse("")
                + tools.signing().options()
                + judges();
        String then = stopped.why().contains("Fix: ") ? fix.replaceFirst("Fix: ", "Then: ") : fix;
        return Promotion.failed(states, new StepFailed(text + " " + fix), why + then);
    }

    /** By which policies: without them the other call would judge by less than this one. */
    private String judges() {
        String names = request.judges().stream().map(Policy::name).distinct().collect(Collectors.joining(", "));
        return names.isEmpty() || names.equals(USUAL) ? "" : " (with the policies of this call: " + names + ")";
    }

    private List<TagState> states() {
        return TagState.read(
                tools.registry(),
                Stream.concat(
                                request.tags().stream(),
                                request.singles().stream().map(SingleTag::tag))
                        .toList());
    }
}
