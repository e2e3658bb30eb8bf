package dev.multiarch.registry.request;

/** What a 404 means. */
public enum Missing {
    /** It is not there. */
    BELIEVED(1),
    /** It is not needed yet. The look that is needed, and doubts, has its first half here. */
    NOTED(1),
    /** It is asked for once more after a pause, where a passing 404 would do harm; or once, where it was noted before. */
    DOUBTED(2),
    /** It was pushed a moment ago, and a registry with several fronts may need a while. */
    AWAITED(Retry.ATTEMPTS);

    private final int most;

    Missing(int most) {
        this.most = most;
    }

    /** Whether to ask again after so many of them. */
    boolean isDoubtedAfter(int times) {
        return times < most;
    }
}
