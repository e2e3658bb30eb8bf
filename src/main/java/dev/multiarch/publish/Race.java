package dev.multiarch.publish;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.publish.Whereabouts.Where;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.IntentPlace;
import dev.multiarch.step.Session;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One writer's part in a race for one tag. It leaves an intent before it moves the tag. Afterwards it reads all intents, and
 * puts a newer candidate if there is one, until what it put is the newest. No registry compares and sets: of several writers
 * the last one to write finds the intents of all others, and so the newest is what is written last.
 */
final class Race {
    /** Each round but the last finds a newer candidate, or a tag that a slower writer moved back. */
    private static final int MOST_ROUNDS = 100;

    private final Session tools;
    private final TagMover mover;
    private final Promote.Request request;
    private final TagDecisions.Decision decision;
    private final TagIntents intents;
    private Optional<Intent> own = Optional.empty();
    private String ownName = "";
    private final Whereabouts whereabouts;

    Race(
            Session tools,
            TagMover mover,
            Promote.Request request,
            TagDecisions.Decision decision,
            IntentPlace.Folder folder) {
        this.tools = tools;
        this.mover = mover;
        this.request = request;
        this.decision = decision;
        this.intents = new TagIntents(tools, decision.move().tag(), folder);
        this.whereabouts = new Whereabouts(tools, decision.move(), intents);
        decision.there().ifPresent(intents::know);
    }

    /**
     * Where the tag ended up.
     *
     * @param index that it points to
     * @param intent that led to it; empty where it is what this writer found or put by itself
     */
    record Settled(PublishedIndex index, Optional<Intent> intent, TagIntents.Standing standing) {}

    private Reference tag() {
        return decision.move().tag();
    }

    /** Leaves the intent. What goes wrong here goes wrong before the tag has moved. */
    void announce(PublishedIndex candidate) throws TagsMayHaveMoved {
        intents.know(candidate);
        try {
            TagIntents.Standing before = intents.read();
            Set<String> over = new LinkedHashSet<>(request.allowOlder() ? before.names() : before.replaced());
            over.retainAll(before.names());
            for (TagIntents.Open open : before.open()) {
                if (mayFollow(candidate, open)) {
                    over.add(open.name());
                }
            }
            write(new Intent(
                    tag().toString(),
                    candidate.document().digest(),
                    over,
                    request.judgement(),
                    request.verdict(),
                    JournalWriter.who(tools.environment()),
                    Instant.now().truncatedTo(ChronoUnit.MILLIS)));
            TagIntents.Standing after = intents.read();
            if (isDeleted(after, newest(after, candidate))) {
                throw new IOException("it was written as " + ownName + ", but is not listed");
            }
        } catch (IOException | RegistryException | FormatException e) {
            throw stopped(e, "Without them two merges at the same time do not notice each other.");
        }
    }

    /** Takes the intent back, so that nobody puts what this call gave up. */
    boolean withdraw() {
        boolean gone = own.isEmpty() || intents.withdraw(ownName);
        own = Optional.empty();
        return gone;
    }

    /**
     * Takes the intent back, and has the tag at what was there: a writer that saw the intent meanwhile may have put this
     * call's image.
     */
    void yieldTo(PublishedIndex there) throws TagsMayHaveMoved {
        String mine = ownName;
        intents.know(there);
        if (!withdraw()) {
            replace(mine, there);
        }
        settle(there, true);
    }

    /** In a store that deletes nothing another intent takes its place. */
    private void replace(String name, PublishedIndex there) throws TagsMayHaveMoved {
        try {
            write(new Intent(
                    tag().toString(),
                    there.document().digest(),
                    Set.of(name),
                    new Judgement.NotKnown(),
                    "it was under the tag first",
                    JournalWriter.who(tools.environment()),
                    Instant.now().truncatedTo(ChronoUnit.MILLIS)));
        } catch (IOException | FormatException e) {
            throw stopped(e, "");
        }
    }

    private void write(Intent intent) throws IOException {
        ownName = intents.write(intent);
        own = Optional.of(intent);
    }

    /** What the tag may do now, it may do as well where another writer's image is under it. */
    private boolean mayFollow(PublishedIndex candidate, TagIntents.Open open) throws RegistryException {
        Digest there = open.digest();
        return there.equals(candidate.document().digest())
                || decision.move().before().equals(Optional.of(there))
                || TagOrder.between(tools, tag(), open.index(), candidate)
                        .answer()
                        .refusal()
                        .isEmpty();
    }

    /**
     * Looks again, and puts what is newer, until what it put is the newest.
     *
     * @param start what this writer has put, or what it found under the tag
     * @param isPut whether it was put, so that the tag must point to it unless somebody else moved it
     */
    Settled settle(PublishedIndex start, boolean isPut) throws TagsMayHaveMoved {
        PublishedIndex put = start;
        boolean mustBeThere = isPut;
        try {
            for (int round = 0; round < MOST_ROUNDS; round++) {
                TagIntents.Standing standing = intents.read();
                Winner newest = newest(standing, start);
                boolean stays = newest.digest().equals(put.document().digest());
                if (stays && isDeleted(standing, newest)) {
                    write(own.orElseThrow());
                    continue;
                }
                Where where = !stays ? Where.BEHIND : mustBeThere ? whereabouts.of(put) : Where.THERE;
                if (where == Where.THERE) {
                    return new Settled(newest.index(), newest.intent(), standing);
                }
                if (where == Where.ELSEWHERE) {
                    continue; // its writer has left an intent before: it is read now
                }
                put = newest.index();
                put(put, newest.intent().map(Intent::verdict).orElse(request.verdict()));
                mustBeThere = true;
            }
            throw new TagsMayHaveMoved("other merges keep moving " + tag(), List.of(decision.move()));
        } catch (IOException | RegistryException | FormatException e) {
            throw stopped(e, "Whether a newer image has to follow under the tag is not known.");
        }
    }

    /** @param intent empty where none names it */
    private record Winner(PublishedIndex index, Optional<Intent> intent) {
        Digest digest() {
            return index.document().digest();
        }
    }

    /** The same for all writers that see the same intents: of what is neither newer nor older, the order decides. */
    private Winner newest(TagIntents.Standing standing, PublishedIndex start) throws RegistryException {
        Map<String, Winner> all = new TreeMap<>();
        if (own.isEmpty() || standing.open().isEmpty() || !standing.replaced().contains(ownName)) {
            all.put(start.document().digest().toString(), new Winner(start, own));
        }
        standing.open()
                .forEach(open ->
                        all.put(open.digest().toString(), new Winner(open.index(), Optional.of(open.intent()))));
        Iterator<Winner> rest = all.values().iterator();
        Winner newest = rest.next();
        while (rest.hasNext()) {
            Winner next = rest.next();
            newest = isNewer(next.index(), newest.index()) ? next : newest;
        }
        return newest;
    }

    private boolean isNewer(PublishedIndex one, PublishedIndex other) throws RegistryException {
        return TagOrder.isNewer(tools, tag(), one, other);
    }

    /** It is not there, though nothing is newer: others do not find it. */
    private boolean isDeleted(TagIntents.Standing standing, Winner newest) {
        return own.filter(intent -> intent.digest().equals(newest.digest())).isPresent()
                && !standing.names().contains(ownName)
                && standing.open().stream().noneMatch(open -> open.digest().equals(newest.digest()));
    }

    private void put(PublishedIndex index, String verdict) throws TagsMayHaveMoved {
        Digest digest = index.document().digest();
        TagState now = TagState.read(tools.registry(), tag());
        var move = new Promote.Moved(tag(), now.digest(), digest, "");
        TagMover.Outcome outcome = mover.move(index, List.of(move), verdict);
        if (outcome.failure().isPresent()) {
            throw new TagsMayHaveMoved(outcome.failure().get(), List.of(move));
        }
    }

    /** Takes needless intents away. They do no harm, so a store that keeps them keeps nobody from publishing. */
    void tidy(Settled settled) {
        try {
            intents.tidy(settled.standing(), settled.index().document().digest());
        } catch (IOException | FormatException e) {
            tools.progress()
                    .accept("warning: old notes of other calls on " + tag()
                            + " (--intents) can't be deleted, which does no harm: " + e.getMessage());
        }
    }

    private TagsMayHaveMoved stopped(Exception e, String so) {
        return new TagsMayHaveMoved(
                intents.unusable(e) + " " + so + " " + intents.fix(e), List.of(decision.move()), true);
    }
}
