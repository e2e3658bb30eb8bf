package dev.multiarch.github;

import dev.multiarch.registry.request.Retry.Pause;
import java.time.Duration;

/**
 * Asks GitHub again where that may help, and waits no longer than two minutes in all: a rate limit may last an hour, and a
 * job that waits is paid for.
 */
final class ApiRetry {
    static final Duration CEILING = Duration.ofMinutes(2);

    private static final int ATTEMPTS = 4;
    private static final Duration FIRST = Duration.ofMillis(500);
    /** What GitHub's documentation says to wait where it names no time. */
    private static final Duration LIMITED = Duration.ofMinutes(1);

    /** One or several requests that may be made again from the first. */
    interface Call<T> {
        T make() throws ApiException;
    }

    private final Pause pause;
    private Duration left = CEILING;

    ApiRetry(Pause pause) {
        this.pause = pause;
    }

    <T> T with(Call<T> call) throws ApiException {
        for (int attempt = 1; ; attempt++) {
            try {
                return call.make();
            } catch (ApiException e) {
                Duration wait = wait(e, attempt);
                if (attempt == ATTEMPTS || wait.isNegative() || !waited(wait)) {
                    throw e.kind() == ApiException.Kind.LIMITED ? tooLong(e, wait) : e;
                }
            }
        }
    }

    /** Negative where waiting does not help. */
    private static Duration wait(ApiException e, int attempt) {
        return switch (e.kind()) {
            case LIMITED -> e.asksToWait().orElse(LIMITED);
            case BROKEN -> e.asksToWait().orElse(FIRST.multipliedBy(1L << (attempt - 1)));
            default -> Duration.ofNanos(-1);
        };
    }

    private boolean waited(Duration wait) {
        if (wait.compareTo(left) > 0) {
            return false;
        }
        left = left.minus(wait);
        try {
            pause.of(wait);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private ApiException tooLong(ApiException e, Duration wait) {
        String why = e.getMessage() + "; GitHub asks to wait " + wait.toSeconds() + " s, and this command waits "
                + CEILING.toSeconds() + " s in all";
        return new ApiException(e.kind(), why, e.asksToWait());
    }
}
