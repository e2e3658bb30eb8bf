package dev.multiarch.rebuild;

import dev.multiarch.image.Platform;
import dev.multiarch.plan.Checkout;
import dev.multiarch.plan.Plan;
import dev.multiarch.plan.PlanRequest;
import dev.multiarch.plan.Renewal;
import dev.multiarch.plan.Run;
import dev.multiarch.policy.Verdict;
import dev.multiarch.rebuild.RebuildAnswer.Left;
import dev.multiarch.rebuild.RebuildBudget.Batch;
import dev.multiarch.rebuild.RebuildBudget.Choice;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plans the stale legs that fit into the budget, each image by itself. */
final class RebuildPlans {
    private final Rebuild.Request request;
    private final Map<String, String> environment;

    RebuildPlans(Rebuild.Request request, Map<String, String> environment) {
        this.request = request;
        this.environment = environment;
    }

    RebuildAnswer answer(PublishedImages.Read read, List<ImageState> states) {
        List<Left> left = new ArrayList<>();
        List<Batch> batches = new ArrayList<>();
        for (ImageState image : states) {
            Optional<String> obstacle = obstacle(image);
            if (obstacle.isEmpty()) {
                batches.addAll(batches(image));
            } else {
                stale(image).forEach(leg -> left.add(new Left(image, leg, obstacle.get())));
            }
        }
        boolean unplanned = !left.isEmpty();
        RebuildBudget.Chosen chosen = request.budget().choose(batches);
        List<RebuildPlan> plans = new ArrayList<>();
        for (ImageState image : states) {
            List<LegState> legs = image.legs().stream()
                    .filter(leg -> chosen.legs().contains(new Choice(image, leg)))
                    .toList();
            if (!legs.isEmpty()) {
                plans.add(plan(image, legs));
            }
        }
        chosen.left().forEach((choice, why) -> left.add(new Left(choice.image(), choice.leg(), why)));
        boolean complete =
                !unplanned && read.unread().isEmpty() && states.stream().noneMatch(ImageState::isUnsure);
        return new RebuildAnswer(states, plans, left, read.unread(), read.artifacts(), complete);
    }

    /** Why none of its legs can be planned. */
    private Optional<String> obstacle(ImageState image) {
        PublishedImage published = image.published();
        if (image.platforms().size() != new HashSet<>(image.platforms()).size()) {
            return Optional.of("its index names a platform twice. Fix: build it from its sources, by multiarch plan");
        }
        if (!image.isStale() || request.revision().isPresent()) {
            return Optional.empty(); // the caller's own word on the commit needs no check
        }
        Optional<String> commit = published.revision();
        return commit.isPresent()
                ? request.commits().obstacle(commit.get())
                : Optional.of("which commit it was built from is not known: " + published.withoutRevision()
                        + ". Fix: --revision HEAD builds all of its platforms from there");
    }

    private static List<LegState> stale(ImageState image) {
        return image.legs().stream().filter(LegState::isStale).toList();
    }

    /** Each stale leg by itself; all legs of the image together where another commit is built, as no index mixes two. */
    private List<Batch> batches(ImageState image) {
        if (!image.isStale()) {
            return List.of();
        }
        if (isOtherCommit(image)) {
            return List.of(new Batch(
                    image.legs().stream().map(leg -> new Choice(image, leg)).toList()));
        }
        return stale(image).stream()
                .map(leg -> new Batch(List.of(new Choice(image, leg))))
                .toList();
    }

    /** Whether another commit is built than the recorded one. */
    private boolean isOtherCommit(ImageState image) {
        return request.revision().isPresent()
                && !request.revision().equals(image.published().revision());
    }

    private RebuildPlan plan(ImageState image, List<LegState> legs) {
        PublishedImage published = image.published();
        List<Platform> built = legs.stream().map(LegState::platform).toList();
        List<Platform> kept = image.platforms().stream()
                .filter(platform -> !built.contains(platform))
                .toList();
        boolean other = isOtherCommit(image);
        Optional<Run> run = other ? Run.of(environment) : published.run();
        Optional<String> commit = other ? request.revision() : published.revision();
        Plan plan = new Plan(
                published.image().repositoryOnly(),
                PlanRequest.id(published.image(), List.of(), environment),
                built.stream().map(request.runners()::leg).toList(),
                request.now().truncatedTo(ChronoUnit.SECONDS),
                commit,
                published.source(),
                Verdict.Judged.of(request.policies()),
                run,
                new Checkout(published.version(), commit.flatMap(request.commits()::time), Optional.empty()));
        return new RebuildPlan(
                image,
                other ? plan : plan.with(new Renewal(published.digest(), kept, published.since())),
                published.tags());
    }
}
