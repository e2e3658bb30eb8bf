package dev.multiarch.rebuild;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What became of a look at published images.
 *
 * @param images in the order asked for
 * @param plans of those that are to be built again; none where nothing is stale
 * @param left stale legs that no plan has, and why
 * @param unread references that nothing can be said of
 * @param artifacts how many tags are artifacts
 * @param complete whether everything that was asked is known
 */
public record RebuildAnswer(
        List<ImageState> images,
        List<RebuildPlan> plans,
        List<Left> left,
        List<UnreadReference> unread,
        int artifacts,
        boolean complete) {
    /** A stale leg that is not built now. */
    public record Left(ImageState image, LegState leg, String why) {}

    public RebuildAnswer {
        images = List.copyOf(images);
        plans = List.copyOf(plans);
        left = List.copyOf(left);
        unread = List.copyOf(unread);
    }

    /** What becomes of a leg. */
    public enum State {
        /** A plan has it. */
        REBUILD,
        /** It is stale, and no plan has it. */
        LEFT,
        /** It is not known whether it is stale. */
        UNKNOWN,
        FRESH;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public State state(ImageState image, LegState leg) {
        boolean planned = planOf(image)
                .filter(plan -> plan.plan().platforms().contains(leg.platform()))
                .isPresent();
        if (planned) {
            return State.REBUILD;
        }
        if (leg.isStale()) {
            return State.LEFT;
        }
        return leg.isUnsure() ? State.UNKNOWN : State.FRESH;
    }

    /** @return empty where nothing of it is built again */
    public Optional<RebuildPlan> planOf(ImageState image) {
        return plans.stream().filter(plan -> plan.image() == image).findFirst();
    }

    /** Why a stale leg has no plan. */
    public Optional<String> leftOf(ImageState image, LegState leg) {
        return left.stream()
                .filter(one -> one.image() == image && one.leg() == leg)
                .map(Left::why)
                .findFirst();
    }

    public long legs() {
        return plans.stream().mapToLong(plan -> plan.plan().legs().size()).sum();
    }
}
