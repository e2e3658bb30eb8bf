package dev.multiarch.publish;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.plan.Plan;
import dev.multiarch.plan.Renewal;
import dev.multiarch.publish.source.Part;
import dev.multiarch.publish.source.SourceContents;
import dev.multiarch.publish.source.SourceRequest;
import dev.multiarch.step.Refused;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Holds a merge to what its plan renews: the legs of such a plan are a part of an image alone, and the rest comes from the index
 * that was looked at when it was planned, as no index may mix two commits.
 */
final class RenewalCheck {
    private static final String NOTHING = " Nothing was merged, no tag was moved. Fix: ";

    private RenewalCheck() {}

    /** What the merge takes in addition to its legs: the plan's index where no other is to be kept. */
    static Optional<SourceRequest> sources(Plan plan, Optional<SourceRequest> given) {
        boolean named = given.flatMap(SourceRequest::keep).isPresent();
        Optional<Renewal> keeping =
                plan.renews().filter(renewal -> !named && !renewal.keeps().isEmpty());
        if (keeping.isEmpty()) {
            return given;
        }
        SourceRequest asked =
                given.orElse(new SourceRequest(List.of(), List.of(), Optional.empty(), false, List.of(), List.of()));
        return Optional.of(new SourceRequest(
                asked.from(),
                asked.settings(),
                Optional.of(plan.image().with(keeping.get().of())),
                asked.append(),
                asked.remove(),
                asked.order()));
    }

    /** What is kept is in the registry, so it can't be merged into a layout. */
    static void requirePushed(Plan plan, boolean layout) throws Refused {
        boolean keeps = plan.renews().filter(each -> !each.keeps().isEmpty()).isPresent();
        if (keeps && layout) {
            throw new Refused(head(plan) + ", which is in the registry, and --no-push reads no image there." + NOTHING
                    + "merge without --no-push, with --no-promote to move no tag");
        }
    }

    /** @throws Refused if other images are kept than the plan says, or of another index */
    static void requireKept(Plan plan, Optional<MergeSources> sources) throws Refused {
        if (plan.renews().isEmpty()) {
            return;
        }
        Renewal renewal = plan.renews().get();
        Collection<Platform> kept = new TreeSet<>();
        Optional<Digest> other = Optional.empty();
        if (sources.isPresent()) {
            for (SourceContents taken : sources.get().taken()) {
                Optional<Digest> digest = taken.at().digest().filter(at -> !at.equals(renewal.of()));
                other = other.or(() -> digest);
            }
            sources.get().assembly().parts().stream()
                    .filter(part -> part.origin() != Part.Origin.PLANNED)
                    .map(Part::platform)
                    .forEach(kept::add);
        }
        if (other.isPresent()) {
            throw new Refused(head(plan) + "; the merge takes images of another index, " + other.get()
                    + ", which may be of another commit." + NOTHING + "give --keep-from "
                    + plan.image().with(renewal.of()) + ", or plan again by multiarch rebuild");
        }
        if (!kept.equals(new TreeSet<>(renewal.keeps()))) {
            throw new Refused(head(plan) + "; the merge would keep " + names(kept) + "." + NOTHING
                    + "leave out --remove and --from, or plan again by multiarch rebuild");
        }
    }

    private static String head(Plan plan) {
        Renewal renewal = plan.renews().orElseThrow();
        return "plan " + plan.id() + " renews " + renewal.of() + " and keeps " + names(renewal.keeps()) + " of it";
    }

    private static String names(Collection<Platform> platforms) {
        return platforms.isEmpty()
                ? "nothing"
                : platforms.stream().map(Platform::toString).collect(Collectors.joining(", "));
    }
}
