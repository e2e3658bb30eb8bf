package dev.multiarch.policy.yaml;

/** Ends the reading of a file where going on would not help. */
final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Place place;

    Unreadable(Place place, String message) {
        super(message);
        this.place = place;
    }

    Place place() {
        return place;
    }
}
