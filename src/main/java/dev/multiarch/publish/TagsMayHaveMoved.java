package dev.multiarch.publish;

import dev.multiarch.host.diagnosis.Diagnoses;
import dev.multiarch.host.diagnosis.KnownFacts;
import dev.multiarch.host.diagnosis.Log;
import java.util.List;

/** Something went wrong, and tags may have moved. */
final class TagsMayHaveMoved extends Exception {
    private static final long serialVersionUID = 1;

    private final String why;
    private final transient List<Promote.Moved> due;
    private final boolean unsettled;

    /** @param due tags that were to move */
    TagsMayHaveMoved(String why, List<Promote.Moved> due) {
        this(why, due, false);
    }

    /** @param unsettled whether a newer image may have to follow under tags that point to the candidate */
    TagsMayHaveMoved(String why, List<Promote.Moved> due, boolean unsettled) {
        super(why);
        this.why = why;
        this.due = List.copyOf(due);
        this.unsettled = unsettled;
    }

    String why() {
        return why;
    }

    boolean isUnsettled() {
        return unsettled;
    }

    /** Whether the registry said so, of a tag that was there and still points where it did. */
    boolean isImmutable(List<TagState> states) {
        boolean kept = due.stream()
                .anyMatch(move ->
                        move.before().isPresent() && states.contains(new TagState(move.tag(), move.before(), "")));
        return kept
                && Diagnoses.of(Log.of(why), KnownFacts.nothing("no host is used")).found().stream()
                        .anyMatch(found -> found.id().equals("immutable-tag"));
    }
}
