package dev.multiarch.policy.yaml;

import java.util.Optional;

/**
 * One thing that is wrong with a policy.
 *
 * @param place empty where there is no file to point into
 */
public record Problem(Optional<Place> place, String message) {
    String file() {
        return place.map(Place::file).orElse("");
    }

    int line() {
        return place.map(Place::line).orElse(0);
    }

    int column() {
        return place.map(Place::column).orElse(0);
    }

    @Override
    public String toString() {
        return place.map(at -> at + " ").orElse("") + message;
    }
}
