package dev.multiarch.registry.request;

import dev.multiarch.registry.http.MalformedResponse;
import dev.multiarch.registry.http.ProxyFailed;
import dev.multiarch.registry.tls.Causes;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.KeyException;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;

/**
 * Asks again where asking again may help, and is the only place here that waits: 408, 429, 500, 502, 503, 504 and broken
 * connections of GET and HEAD, and 404 as far as {@link Missing} says. {@code Retry-After} (RFC 9110, 10.2.3) is obeyed
 * up to {@link #LONGEST_WAIT}; nothing waits beyond the command's budget.
 */
public final class Retry {
    public static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    static final int ATTEMPTS = 4;
    private static final Set<Integer> TEMPORARY = Set.of(408, 429, 500, 502, 503, 504);

    /** One request with its redirects. */
    interface Attempt {
        Response make() throws IOException;
    }

    /** Where time passes; a test's does not. */
    public interface Pause {
        void of(Duration duration) throws InterruptedException;
    }

    /** The last failure, and how many attempts it took. */
    static final class GaveUp extends Exception {
        private static final long serialVersionUID = 1;
        private final int attempts;

        GaveUp(IOException cause, int attempts) {
            super(cause);
            this.attempts = attempts;
        }

        int attempts() {
            return attempts;
        }

        @Override
        public synchronized IOException getCause() {
            return (IOException) super.getCause();
        }
    }

    private final Budget budget;
    private final Duration firstWait;
    private final Pause pause;
    private final DoubleSupplier jitter;
    private final Clock clock;

    /** @param jitter from 0 to 1, so that many jobs that failed together don't come back together */
    public Retry(Budget budget, Duration firstWait, Pause pause, DoubleSupplier jitter, Clock clock) {
        this.budget = budget;
        this.firstWait = firstWait;
        this.pause = pause;
        this.jitter = jitter;
        this.clock = clock;
    }

    public Retry(Budget budget, Duration firstWait) {
        this(budget, firstWait, d -> Thread.sleep(d.toMillis()), Math::random, Clock.systemUTC());
    }

    Response run(boolean repeatable, Missing missing, Attempt attempt) throws GaveUp {
        int missed = 0;
        for (int n = 1; ; n++) {
            Optional<Response> answer = Optional.empty();
            try {
                answer = Optional.of(attempt.make().after(n));
            } catch (IOException e) {
                if (!repeatable || n == ATTEMPTS || !isTemporary(e) || !waited(wait(n, Optional.empty()))) {
                    throw new GaveUp(e, n);
                }
            }
            if (answer.isPresent()) {
                missed += answer.get().status() == 404 ? 1 : 0;
                boolean again = isTemporary(answer.get(), missing, missed) && repeatable && n < ATTEMPTS;
                if (!again || !waited(wait(n, missing, answer.get()))) {
                    return answer.get();
                }
            }
        }
    }

    static boolean isTemporary(Response answer) {
        return TEMPORARY.contains(answer.status());
    }

    private static boolean isTemporary(Response answer, Missing missing, int missed) {
        return isTemporary(answer) || answer.status() == 404 && missing.isDoubtedAfter(missed);
    }

    /** A reset or a cut connection; what is refused, unknown, too slow or not to be trusted stays so. */
    private static boolean isTemporary(IOException e) {
        return !(e instanceof RefusedException
                || e instanceof ConnectException
                || e instanceof NoRouteToHostException
                || e instanceof UnknownHostException
                || e instanceof SocketTimeoutException
                || Failures.isNoTls(e)
                || e instanceof MalformedResponse
                || e instanceof ProxyFailed
                || Causes.hasCause(e, KeyException.class)
                || Causes.hasCause(e, CertificateException.class));
    }

    private Duration wait(int attempt, Missing missing, Response answer) {
        boolean over = missing == Missing.CONFIRMED && answer.status() == 404;
        return over ? Duration.ZERO : wait(attempt, answer.header("Retry-After"));
    }

    /** Between half of and the whole of a step that doubles, and no less than the server asks for, within the cap. */
    private Duration wait(int attempt, Optional<String> retryAfter) {
        Duration step = firstWait.multipliedBy(1L << (attempt - 1));
        Duration own = Duration.ofMillis((long) (step.toMillis() * (0.5 + jitter.getAsDouble() / 2)));
        Duration asked = retryAfter.flatMap(this::parse).orElse(Duration.ZERO);
        Duration longer = asked.compareTo(own) > 0 ? asked : own;
        return longer.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longer;
    }

    private Optional<Duration> parse(String retryAfter) {
        if (retryAfter.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(retryAfter)));
        }
        if (retryAfter.matches("\\d+")) {
            return Optional.of(LONGEST_WAIT);
        }
        try {
            var date = ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Optional.of(Duration.between(clock.instant(), date.toInstant()));
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }

    /** Whether there was time for it. */
    boolean waited(Duration wait) {
        if (wait.compareTo(budget.left()) >= 0) {
            return false;
        }
        try {
            pause.of(wait);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
