package dev.multiarch.publish;

import dev.multiarch.image.Digest;
import dev.multiarch.policy.Outcome;
import dev.multiarch.policy.Policy;
import dev.multiarch.step.IntentPlace;
import dev.multiarch.step.Refused;
import dev.multiarch.step.Session;
import dev.multiarch.verify.Verify;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Moves all tags that are to move, with an {@link Race intent} for each where intents are kept, and looks again. */
final class Races {
    private final Session tools;
    private final TagMover mover;
    private final PublishedIndex candidate;
    private final Promote.Request request;
    private final Map<TagDecisions.Decision, Race> races = new LinkedHashMap<>();

    Races(Session tools, Engine engine, PublishedIndex candidate, Promote.Request request) {
        this.tools = tools;
        this.mover = new TagMover(tools, engine);
        this.candidate = candidate;
        this.request = request;
    }

    /** @param all decisions, of which none refuses */
    List<Promote.Moved> run(List<TagDecisions.Decision> all) throws Stopped, Refused {
        List<Promote.Moved> due = all.stream()
                .filter(TagDecisions.Decision::isDue)
                .map(TagDecisions.Decision::move)
                .toList();
        for (TagDecisions.Decision decision : all) {
            Optional<IntentPlace.Folder> folder =
                    tools.intents().of(decision.move().tag());
            folder.ifPresent(found -> races.put(decision, new Race(tools, mover, request, decision, found)));
        }
        if (!due.isEmpty()) {
            tools.intents().gap().ifPresent(gap -> tools.progress().accept(gap));
            announce();
            move(due);
        }
        return settled(all);
    }

    /** @throws Refused if the tag has moved whose images the candidate keeps */
    private void announce() throws Stopped, Refused {
        for (Map.Entry<TagDecisions.Decision, Race> race : races.entrySet()) {
            if (race.getKey().isDue()) {
                race.getValue().announce(candidate);
            }
        }
        Optional<String> moved = request.kept()
                .filter(kept -> request.tags().contains(kept.tag()))
                .flatMap(kept -> kept.movedMeanwhile(tools.registry()));
        if (moved.isPresent()) {
            races.values().forEach(Race::withdraw);
            throw new Refused(moved.get());
        }
    }

    private void move(List<Promote.Moved> due) throws Stopped {
        TagMover.Outcome outcome = mover.move(candidate, due, request.verdict());
        boolean othersMayHaveMovedIt = outcome.failure().isEmpty() && !races.isEmpty();
        if (!outcome.isWhole(candidate.document().digest()) && !othersMayHaveMovedIt) {
            outcome.states().forEach(this::lookAgain);
            throw new Stopped(outcome.failure().orElse(""), due);
        }
    }

    /** After a failure too: if the tag has moved all the same, nobody else may look at it again. */
    private void lookAgain(TagState state) {
        if (state.digest().isPresent() && !state.isAt(candidate.document().digest())) {
            return;
        }
        races.forEach((decision, race) -> {
            if (decision.move().tag().equals(state.tag())) {
                try {
                    race.settle(candidate, false);
                } catch (Stopped alsoFailed) {
                    tools.progress().accept("warning: " + alsoFailed.why());
                }
            }
        });
    }

    private List<Promote.Moved> settled(List<TagDecisions.Decision> all) throws Stopped, Refused {
        List<Promote.Moved> done = new ArrayList<>();
        List<Race.Settled> found = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        Optional<Stopped> first = Optional.empty();
        for (TagDecisions.Decision decision : all) {
            Optional<PublishedIndex> start = decision.isDue() ? Optional.of(candidate) : decision.there();
            Race race = races.get(decision);
            if (race == null || start.isEmpty()) {
                done.add(decision.move());
                continue;
            }
            try {
                Race.Settled settled = race.settle(start.get(), decision.isDue());
                found.add(settled);
                done.add(moved(decision.move(), start.get(), settled.index()));
                if (decision.isDue()) {
                    request.kept()
                            .filter(kept -> kept.tag().equals(decision.move().tag()))
                            .flatMap(kept -> kept.lost(candidate, settled.index()))
                            .ifPresent(reasons::add);
                }
                race.tidy(settled);
            } catch (Stopped stopped) {
                first = first.or(() -> Optional.of(stopped)); // the other tags are looked at all the same
            }
        }
        if (first.isPresent()) {
            throw first.get();
        }
        requirePassed(found, reasons);
        // Those that stay first, as they are said first.
        List<Promote.Moved> sorted = new ArrayList<>(
                done.stream().filter(move -> !move.why().isEmpty()).toList());
        done.stream().filter(move -> move.why().isEmpty()).forEach(sorted::add);
        return sorted;
    }

    private static Promote.Moved moved(Promote.Moved move, PublishedIndex start, PublishedIndex now) {
        Digest digest = now.document().digest();
        return digest.equals(start.document().digest())
                ? move
                : new Promote.Moved(move.tag(), move.before(), digest, "", true);
    }

    /** Another call's candidate passed by its policies. A tag that ours refuse is not a success, though it is the newest. */
    private void requirePassed(List<Race.Settled> settled, List<String> reasons) throws Refused {
        for (Race.Settled each : settled) {
            PublishedIndex there = each.index();
            boolean others =
                    !there.document().digest().equals(candidate.document().digest());
            if (others && each.intent().isPresent()) {
                failed(there, each.intent().get()).ifPresent(reasons::add);
            }
        }
        if (!reasons.isEmpty()) {
            throw new Refused(reasons);
        }
    }

    private Optional<String> failed(PublishedIndex there, Intent intent) {
        boolean sameJudges = request.policies().stream()
                .map(Policy::digest)
                .allMatch(policy -> intent.policies().contains(policy));
        Optional<String> outcome = sameJudges ? Optional.empty() : notPassed(tools, there, request.policies());
        return outcome.map(word -> intent.tag() + " points to "
                + there.reference().digest().orElseThrow()
                + ", a newer candidate (" + intent.verdict() + "; " + intent.who() + "), but by "
                + request.policies().stream().map(Policy::name).distinct().collect(Collectors.joining(", "))
                + " its verdict is " + word
                + ". Fix: judge both by the same policies; multiarch promote --allow-older puts the older one back");
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
