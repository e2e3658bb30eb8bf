package dev.multiarch.record.google;

import com.google.api.client.http.HttpResponseException;
import com.google.auth.Retryable;
import com.google.cloud.storage.StorageException;
import dev.multiarch.text.Printable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLException;

/**
 * Asks again what may be asked again: 408, 429, 500, 502, 503, 504 and connections that broke. Each request here is one that
 * does no harm twice. {@code Retry-After} is obeyed up to {@link #LONGEST_WAIT}.
 */
final class Attempts {
    static final int MOST = 5;

    /** Each has taken half a minute. */
    private static final int MOST_TIMEOUTS = 2;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration FIRST_WAIT = Duration.ofMillis(250);
    private static final int LONGEST_QUOTE = 300;
    private static final Set<Integer> TEMPORARY = Set.of(408, 429, 500, 502, 503, 504);

    /** One request. */
    interface Call<T> {
        T make() throws IOException;
    }

    /** The last failure, and how many attempts it took. */
    static final class GaveUp extends Exception {
        private static final long serialVersionUID = 1;
        private final int attempts;

        GaveUp(Exception cause, int attempts) {
            super(cause);
            this.attempts = attempts;
        }

        int attempts() {
            return attempts;
        }

        /** The status that came back; 0 where no answer came. */
        int status() {
            return storage(getCause()).map(StorageException::getCode).orElse(0);
        }

        String said() {
            Throwable told = storage(getCause()).<Throwable>map(e -> e).orElse(getCause());
            return oneLine(told.getMessage() == null ? told.getClass().getSimpleName() : told.getMessage());
        }
    }

    <T> T run(Call<T> call) throws GaveUp, InterruptedIOException {
        for (int n = 1; ; n++) {
            try {
                return call.make();
            } catch (StorageException | IOException e) {
                if (n >= (isTimeout(e) ? MOST_TIMEOUTS : MOST) || !isTemporary(e)) {
                    throw new GaveUp(e, n);
                }
                pause(wait(n, e));
            }
        }
    }

    private static boolean isTemporary(Exception e) {
        int status = storage(e).map(StorageException::getCode).orElse(0);
        if (status > 0) {
            return TEMPORARY.contains(status);
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException
                    || cause instanceof ConnectException
                    || cause instanceof SSLException
                    || cause instanceof Retryable token && !token.isRetryable()) {
                return false;
            }
        }
        return true;
    }

    private static boolean isTimeout(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException) {
                return true;
            }
        }
        return false;
    }

    private static Optional<StorageException> storage(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof StorageException storage) {
                return Optional.of(storage);
            }
        }
        return Optional.empty();
    }

    /** Between half of and the whole of a step that doubles, and no less than the service asks for, within the cap. */
    private static Duration wait(int attempt, Exception e) {
        Duration step = FIRST_WAIT.multipliedBy(1L << (attempt - 1));
        long jitter = ThreadLocalRandom.current().nextLong(step.toMillis() / 2 + 1);
        Duration wait = step.minusMillis(jitter);
        Duration asked = retryAfter(e);
        Duration longer = asked.compareTo(wait) > 0 ? asked : wait;
        return longer.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longer;
    }

    private static Duration retryAfter(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpResponseException answer) {
                String value = String.valueOf(answer.getHeaders().getRetryAfter());
                return value.matches("[0-9]{1,6}") ? Duration.ofSeconds(Long.parseLong(value)) : Duration.ZERO;
            }
        }
        return Duration.ZERO;
    }

    private static void pause(Duration wait) throws InterruptedIOException {
        try {
            Thread.sleep(wait.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for Google Cloud Storage");
        }
    }

    static String oneLine(String text) {
        return Printable.cut(String.valueOf(text).replaceAll("\\s+", " ").strip(), LONGEST_QUOTE);
    }
}
