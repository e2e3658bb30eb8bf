package dev.multiarch.plan;

import dev.multiarch.json.JsonObject;
import dev.multiarch.text.FormatException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of the commit that a plan builds, other than its hash: the same for each leg, wherever that is built.
 *
 * @param version the Git tag, where the run is for one
 * @param committed when the commit was made; the same for each build of it, so that images do not differ by the time
 * @param epoch SOURCE_DATE_EPOCH in seconds, where the plan was made with it
 */
public record Checkout(Optional<String> version, Optional<Instant> committed, Optional<Long> epoch) {
    public static final Checkout NONE = new Checkout(Optional.empty(), Optional.empty(), Optional.empty());

    /** The variable's name, which tools of reproducible builds agree on. */
    public static final String EPOCH = "SOURCE_DATE_EPOCH";

    static Checkout of(Map<String, String> environment, Optional<Instant> committed) {
        Optional<String> name = CiJob.of(environment).tag().map(ref -> ref.replaceFirst("^v(?=[0-9])", ""));
        return new Checkout(name, committed, epoch(environment));
    }

    /** When the image is to say that it was made. */
    Optional<Instant> created() {
        return epoch.map(Instant::ofEpochSecond).or(() -> committed);
    }

    private static Optional<Long> epoch(Map<String, String> environment) {
        String text = environment.getOrDefault(EPOCH, "");
        if (text.isBlank()) {
            return Optional.empty();
        }
        try {
            long seconds = Instant.ofEpochSecond(Long.parseLong(text)).getEpochSecond();
            if (seconds >= 0) {
                return Optional.of(seconds);
            }
        } catch (NumberFormatException | DateTimeException malformed) {
            // as for one before 1970
        }
        throw new FormatException(EPOCH + " is \"" + text + "\": expected seconds since 1970, a whole number");
    }

    void into(Map<String, Object> plan) {
        version.ifPresent(value -> plan.put("version", value));
        committed.ifPresent(value -> plan.put("committed", value.toString()));
        epoch.ifPresent(value -> plan.put("sourceDateEpoch", value));
    }

    static Checkout read(JsonObject plan) {
        return new Checkout(
                plan.optionalLine("version"),
                plan.optionalLine("committed").map(text -> time(plan, text)),
                plan.has("sourceDateEpoch") ? Optional.of(plan.number("sourceDateEpoch")) : Optional.empty());
    }

    private static Instant time(JsonObject plan, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException malformed) {
            throw plan.problem("committed", "expected a time such as 2026-01-31T12:00:00Z");
        }
    }
}
