package dev.multiarch.publish;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Policy;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.IntentPlace;
import dev.multiarch.step.Refused;
import dev.multiarch.step.Session;
import dev.multiarch.verify.Verify;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Moves all tags that are to move, with an {@link Race intent} for each where intents are kept, and looks again. */
final class Races {
    /** A waiver may have ended since an older verdict, and nobody knows when one from the future was made. */
    private static final Duration VERDICT_COUNTS = Duration.ofDays(1);

    private final Session tools;
    private final TagMover mover;
    private final PublishedIndex candidate;
    private final Promote.Request request;
    private final ImmutableTags immutable;
    private final Map<TagDecisions.Decision, Race> races = new LinkedHashMap<>();

    Races(Session tools, Engine engine, PublishedIndex candidate, Promote.Request request) {
        this.tools = tools;
        this.mover = new TagMover(tools, engine);
        this.candidate = candidate;
        this.request = request;
        this.immutable = new ImmutableTags(request.policies());
    }

    /** @param all decisions, of which none refuses */
    List<Promote.Moved> run(List<TagDecisions.Decision> all) throws TagsMayHaveMoved, Refused {
        List<TagDecisions.Decision> due =
                all.stream().filter(TagDecisions.Decision::isDue).toList();
        for (TagDecisions.Decision decision : all) {
            Reference tag = decision.move().tag();
            // Nobody may move an immutable tag that is there, whatever somebody left word of.
            if (decision.isDue() || immutable.says(tag).isEmpty()) {
                Optional<IntentPlace.Folder> folder = tools.intents().of(tag);
                folder.ifPresent(found -> races.put(decision, new Race(tools, mover, request, decision, found)));
            }
        }
        if (!due.isEmpty()) {
            tools.intents().gap().ifPresent(gap -> tools.progress().accept(gap));
            announce(due);
            move(due.stream().map(TagDecisions.Decision::move).toList());
        }
        return settled(all);
    }

    /** @throws Refused if a tag has moved whose images the candidate keeps, or that nobody may move */
    private void announce(List<TagDecisions.Decision> due) throws TagsMayHaveMoved, Refused {
        for (TagDecisions.Decision decision : due) {
            if (races.containsKey(decision)) {
                races.get(decision).announce(candidate);
            }
        }
        Optional<String> moved = request.kept()
                .filter(kept -> request.tags().contains(kept.tag()))
                .flatMap(kept -> kept.movedMeanwhile(tools.registry()));
        if (moved.isPresent()) {
            races.values().forEach(Race::withdraw);
            throw new Refused(moved.get());
        }
        requireStillNew(due);
    }

    /** Another call may have pushed an immutable tag since this one looked. One that comes later finds the intent. */
    private void requireStillNew(List<TagDecisions.Decision> due) throws TagsMayHaveMoved, Refused {
        List<String> reasons = new ArrayList<>();
        Map<TagDecisions.Decision, PublishedIndex> taken = new LinkedHashMap<>();
        for (TagDecisions.Decision decision : due) {
            Reference tag = decision.move().tag();
            boolean isNew = decision.move().before().isEmpty();
            Optional<CurrentTag> now = isNew && immutable.says(tag).isPresent() ? now(tag) : Optional.empty();
            Optional<String> lost = now.flatMap(there -> immutable.lost(tag, there, candidate));
            if (lost.isPresent()) {
                reasons.add(lost.get());
                now.get().index().ifPresent(index -> taken.put(decision, index));
            }
        }
        if (!reasons.isEmpty()) {
            for (Map.Entry<TagDecisions.Decision, Race> race : races.entrySet()) {
                if (taken.containsKey(race.getKey())) {
                    race.getValue().yieldTo(taken.get(race.getKey()));
                } else {
                    race.getValue().withdraw();
                }
            }
            throw new Refused(reasons);
        }
    }

    private Optional<CurrentTag> now(Reference tag) throws TagsMayHaveMoved {
        try {
            return Optional.of(CurrentTag.read(tools.registry(), tag));
        } catch (RegistryException e) {
            if (e.kind() == RegistryException.Kind.NOT_FOUND) {
                return Optional.empty();
            }
            races.values().forEach(Race::withdraw);
            throw new TagsMayHaveMoved(e.getMessage(), List.of());
        }
    }

    private void move(List<Promote.Moved> due) throws TagsMayHaveMoved {
        TagMover.Outcome outcome = mover.move(candidate, due, request.verdict());
        boolean othersMayHaveMovedIt = outcome.failure().isEmpty() && !races.isEmpty();
        if (!outcome.isWhole(candidate.document().digest()) && !othersMayHaveMovedIt) {
            boolean settled = true;
            for (TagState state : outcome.states()) {
                settled &= lookAgain(state);
            }
            throw new TagsMayHaveMoved(outcome.failure().orElse(""), due, !settled);
        }
    }

    /** After a failure too: if the tag has moved all the same, nobody else may look at it again. */
    private boolean lookAgain(TagState state) {
        if (state.digest().isPresent() && !state.isAt(candidate.document().digest())) {
            return true;
        }
        boolean settled = true;
        for (Map.Entry<TagDecisions.Decision, Race> race : races.entrySet()) {
            if (race.getKey().move().tag().equals(state.tag())) {
                try {
                    race.getValue().settle(candidate, false);
                } catch (TagsMayHaveMoved alsoFailed) {
                    settled = false;
                    tools.progress().accept("warning: " + alsoFailed.why());
                }
            }
        }
        return settled;
    }

    private List<Promote.Moved> settled(List<TagDecisions.Decision> all) throws TagsMayHaveMoved, Refused {
        List<Promote.Moved> done = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        Optional<TagsMayHaveMoved> first = Optional.empty();
        for (TagDecisions.Decision decision : all) {
            Optional<PublishedIndex> start = decision.isDue() ? Optional.of(candidate) : decision.there();
            Race race = races.get(decision);
            if (race == null || start.isEmpty()) {
                done.add(decision.move());
                continue;
            }
            try {
                Race.Settled settled = race.settle(start.get(), decision.isDue());
                done.add(moved(decision, start.get(), settled, reasons));
                race.tidy(settled);
            } catch (TagsMayHaveMoved stopped) {
                first = first.or(() -> Optional.of(stopped)); // the other tags are looked at all the same
            }
        }
        if (first.isPresent()) {
            throw first.get();
        }
        if (!reasons.isEmpty()) {
            throw new Refused(reasons);
        }
        // Those that stay first, as they are said first.
        List<Promote.Moved> sorted = new ArrayList<>(
                done.stream().filter(move -> !move.why().isEmpty()).toList());
        done.stream().filter(move -> move.why().isEmpty()).forEach(sorted::add);
        return sorted;
    }

    /** @param reasons gets why this call failed, though the tag points to the newest */
    private Promote.Moved moved(
            TagDecisions.Decision decision, PublishedIndex start, Race.Settled settled, List<String> reasons) {
        Promote.Moved move = decision.move();
        PublishedIndex there = settled.index();
        Digest digest = there.document().digest();
        if (digest.equals(start.document().digest())) {
            return move;
        }
        if (decision.isDue()) {
            immutable
                    .lost(move.tag(), new CurrentTag(there.document(), Optional.of(there)), candidate)
                    .ifPresent(reasons::add);
            request.kept()
                    .filter(kept -> kept.tag().equals(move.tag()))
                    .flatMap(kept -> kept.lost(candidate, there))
                    .ifPresent(reasons::add);
        }
        Newer newer = newer(there, settled.intent().orElseThrow(), reasons);
        return new Promote.Moved(move.tag(), move.before(), digest, "", Optional.of(newer));
    }

    /** A tag that this call's policies refuse is not a success, though it is the newest. */
    private Newer newer(PublishedIndex there, Intent intent, List<String> reasons) {
        List<Policy> judges = request.judges();
        boolean isJudged =
                intent.judgement().passed(judges.stream().map(Policy::digest).toList())
                        && intent.isWithin(VERDICT_COUNTS);
        if (isJudged || judges.isEmpty()) {
            return new Newer(intent.who(), intent.verdict(), intent.judgement(), List.of());
        }
        List<String> names = judges.stream().map(Policy::name).distinct().toList();
        Optional<String> outcome = notPassed(tools, there, judges);
        var newer =
                new Newer(intent.who(), intent.verdict(), intent.judgement(), outcome.isEmpty() ? names : List.of());
        outcome.ifPresent(word -> reasons.add(intent.tag() + " points to "
                + there.document().digest() + ", which is newer than this call's image "
                + candidate.document().digest() + ". " + newer.sentence() + ". By " + String.join(", ", names)
                + " its verdict is " + word + ". Fix: multiarch promote " + candidate.reference() + " --tag "
                + intent.tag() + " --allow-older puts this call's image there; or push a newer image that passes"));
        return newer;
    }

    /** The outcome of an index by these policies, unless it is a pass or there are none. */
    static Optional<String> notPassed(Session tools, PublishedIndex index, List<Policy> policies) {
        if (policies.isEmpty()) {
            return Optional.empty();
        }
        Outcome outcome = new Verify(tools)
                .judge(tools.at(index.reference()), index.document(), index.index(), policies, Optional.empty())
                .outcome();
        return outcome == Outcome.PASS ? Optional.empty() : Optional.of(outcome.toString());
    }
}
