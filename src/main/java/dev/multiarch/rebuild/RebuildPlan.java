package dev.multiarch.rebuild;

import dev.multiarch.plan.Plan;
import java.util.List;

/**
 * What is to be built of one image.
 *
 * @param plan of the chosen legs; it says which index it renews, and what it keeps of it
 * @param tags that are to move to the result
 */
public record RebuildPlan(ImageState image, Plan plan, List<String> tags) {
    /** The index that was looked at, for {@code merge --keep-from}. */
    public String reference() {
        return image.published().image().toString();
    }
}
