package dev.multiarch.step;

import java.util.List;

/**
 * Judged and refused, with exit code 1: the legs are not the planned ones, an image is not what it says, or a tag must not
 * move. Nothing was promoted.
 */
public final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<String> reasons;

    public Refused(List<String> reasons) {
        super(String.join("\n", reasons));
        this.reasons = List.copyOf(reasons);
    }

    public Refused(String reason) {
        this(List.of(reason));
    }

    /** One sentence each, with the fix. */
    public List<String> reasons() {
        return reasons;
    }
}
