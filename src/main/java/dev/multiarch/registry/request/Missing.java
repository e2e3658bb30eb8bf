package dev.multiarch.registry.request;

/** What a 404 means. */
public enum Missing {
    /** It is not there. */
    BELIEVED(1),
    /** It is looked for ahead of time, in one attempt. A 404 decides nothing, but begins the pause of {@link #DOUBTED}. */
    NOTED(1),
    /** It is asked for once more after a pause, where a passing 404 would do harm. */
    DOUBTED(2),
    /** The same where a 404 was noted before: the pause is over, so it is asked for once more without one. */
    CONFIRMED(2),
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
