package dev.multiarch.publish;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A point at which one of several writers was let go on. */
final class Choice {
    private final Map<String, Turns.Step> waiting;
    private final Map<String, Turns.Step> asleep;
    private final Map<String, Turns.Step> tried = new LinkedHashMap<>();
    private String chosen;

    /** @param asleep whose step leads to an order that is known already */
    Choice(Map<String, Turns.Step> waiting, Map<String, Turns.Step> asleep) {
        this.waiting = waiting;
        this.asleep = asleep;
    }

    String chosen() {
        return chosen;
    }

    /** Whether this writer could have gone on here. */
    boolean offered(String writer) {
        return waiting.containsKey(writer);
    }

    /** Whether there is another writer that may go on here. */
    boolean next() {
        if (chosen != null) {
            tried.put(chosen, waiting.get(chosen));
        }
        Optional<String> next = waiting.keySet().stream()
                .filter(writer -> !tried.containsKey(writer) && !asleep.containsKey(writer))
                .findFirst();
        chosen = next.orElse(null);
        return next.isPresent();
    }

    /** Those whose step was tried before and would not notice this one: going on with them leads to a known order. */
    Map<String, Turns.Step> asleepAfter() {
        Map<String, Turns.Step> rest = new LinkedHashMap<>(asleep);
        rest.putAll(tried);
        rest.remove(chosen);
        rest.values().removeIf(step -> step.notices(waiting.get(chosen)));
        return rest;
    }
}
