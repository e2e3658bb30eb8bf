package dev.multiarch.policy.yaml;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What all regular expressions of one call may cost together, those of all its policies. The person who wrote a policy may mean
 * harm: thousands of expressions that each stay just below their own limit hold up a verdict for hours. Honest expressions
 * cost nothing here.
 */
public final class RegexBudget {
    /** Characters looked at, of those matches that look at more than {@link #FREE_STEPS}. */
    private static final long MOST_STEPS = 50_000_000;

    private static final long MOST_MILLIS = 5_000;
    private static final long FREE_STEPS = 10_000;
    private static final long FREE_MILLIS = 200;

    private final AtomicLong steps = new AtomicLong();
    private final AtomicLong millis = new AtomicLong();

    /** Whether the expressions have taken too long already, so that no more of them is tried. */
    public boolean isSpent() {
        return steps.get() > MOST_STEPS || millis.get() > MOST_MILLIS;
    }

    /** One match: how many characters it looked at, and how long it took. */
    public void spend(long looked, long took) {
        steps.addAndGet(looked > FREE_STEPS ? looked : 0);
        millis.addAndGet(took > FREE_MILLIS ? took : 0);
    }
}
