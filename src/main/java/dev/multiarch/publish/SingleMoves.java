package dev.multiarch.publish;

import dev.multiarch.concurrent.AtOnce;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Moves tags to single images of an index, by the rules that its own tags move by, and behind them. No intents are left:
 * where a newer index followed under a tag, they stay.
 */
final class SingleMoves {
    private final Session tools;
    private final PublishedIndex index;
    private final Promote.Request request;
    private final List<Due> due = new ArrayList<>();

    SingleMoves(Session tools, PublishedIndex index, Promote.Request request) {
        this.tools = tools;
        this.index = index;
        this.request = request;
    }

    /** @param image what is read of it says which index it is of, for the journal */
    private record Due(PublishedIndex image, TagDecisions.Decision decision) {}

    /** @return why one of them must not move */
    List<String> refusals() throws RegistryException {
        List<String> reasons = new ArrayList<>();
        AtOnce.each(request.singles(), AtOnce.REQUESTS, this::seen, (single, seen) -> {
            if (seen.isEmpty()) {
                List<Digest> images = images(single.platform());
                reasons.add(single + ": the index " + index.reference() + " has "
                        + (images.isEmpty() ? "no image" : images.size() + " images") + " for " + single.platform()
                        + ", it has " + platforms() + ". No tag was moved. Fix: name one of these, or leave it out");
                return;
            }
            PublishedIndex image = seen.get().image();
            TagDecisions.Decision decision = decide(single, image, seen.get().current());
            decision.refusal().ifPresent(reasons::add);
            due.add(new Due(image, decision));
        });
        return reasons;
    }

    /** The image that a tag is to get, and what it points to now. */
    private record Seen(PublishedIndex image, Optional<CurrentTag> current) {}

    /** Empty where the index does not have one image for the platform. */
    private Optional<Seen> seen(SingleTag single) throws RegistryException {
        List<Digest> images = images(single.platform());
        if (images.size() != 1) {
            return Optional.empty();
        }
        Reference image = index.reference().with(images.get(0));
        Document document = tools.at(image).manifest(images.get(0));
        Optional<CurrentTag> current = CurrentTag.find(tools.registry(), single.tag());
        return Optional.of(new Seen(new PublishedIndex(image, document, index.index()), current));
    }

    private List<Digest> images(Platform platform) {
        return index.index().images().stream()
                .filter(entry -> entry.platform().equals(Optional.of(platform)))
                .map(Descriptor::digest)
                .distinct()
                .toList();
    }

    private String platforms() {
        return index.index().images().stream().map(Descriptor::platformText).collect(Collectors.joining(", "));
    }

    private TagDecisions.Decision decide(SingleTag single, PublishedIndex image, Optional<CurrentTag> current)
            throws RegistryException {
        Reference tag = single.tag();
        Digest to = image.document().digest();
        Optional<Digest> before = current.map(CurrentTag::digest);
        boolean stays = before.equals(Optional.of(to));
        var move = new Promote.Moved(
                tag,
                before,
                to,
                stays ? "it points there already" : "",
                Optional.empty(),
                Optional.of(single.platform()));
        if (current.isEmpty() || stays) {
            return new TagDecisions.Decision(move, Optional.empty(), Optional.empty(), Optional.empty());
        }
        Optional<String> fixed = new ImmutableTags(request.policies()).refusal(tag, before.get(), to);
        if (fixed.isPresent() || request.allowOlder()) {
            return new TagDecisions.Decision(move, fixed, Optional.empty(), Optional.empty());
        }
        TagOrder order = order(tag, current.get(), image);
        return new TagDecisions.Decision(move, order.refusal(), order.warning(), Optional.empty());
    }

    /** Like is compared with like: two images by their configs, two indexes by their annotations. */
    private TagOrder order(Reference tag, CurrentTag current, PublishedIndex image) throws RegistryException {
        IndexOrigin there = new IndexOrigin(
                tools.at(tag.with(current.digest())),
                current.document(),
                current.index().map(PublishedIndex::index));
        IndexOrigin here = current.index().isPresent()
                ? IndexOrigin.of(tools, index)
                : new IndexOrigin(tools.at(image.reference()), image.document(), Optional.empty());
        return new TagOrder.Question(tag, there, here, new Ancestry(tools), Instant.now(), true).answer();
    }

    /** @param moved what became of the index's own tags */
    List<Promote.Moved> run(List<Promote.Moved> moved) throws TagsMayHaveMoved {
        List<Promote.Moved> all = new ArrayList<>(moved);
        boolean overtaken = moved.stream().anyMatch(Promote.Moved::overtaken);
        for (Due each : due) {
            Promote.Moved move = each.decision().move();
            if (overtaken) {
                if (move.before().isPresent()) {
                    all.add(move.stays("a newer index followed under another tag"));
                } else {
                    tools.progress().accept(move.tag() + " is not made: a newer index followed under another tag");
                }
                continue;
            }
            if (each.decision().isDue()) {
                each.decision().warning().ifPresent(tools.progress());
                move(each.image(), move);
            }
            all.add(move);
        }
        return all;
    }

    private void move(PublishedIndex image, Promote.Moved move) throws TagsMayHaveMoved {
        TagMover.Outcome outcome =
                new TagMover(tools, new NativeEngine(tools)).move(image, List.of(move), request.verdict());
        if (!outcome.isWhole(move.after())) {
            throw new TagsMayHaveMoved(outcome.failure().orElse(""), List.of(move));
        }
    }

    /** Whether each of these tags is where it is to be. */
    boolean areDone(List<TagState> states) {
        return due.size() == request.singles().size()
                && due.stream()
                        .map(each -> each.decision().move())
                        .allMatch(move -> states.contains(new TagState(move.tag(), Optional.of(move.after()), "")));
    }
}
