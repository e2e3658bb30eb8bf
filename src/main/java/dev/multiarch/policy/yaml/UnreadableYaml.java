package dev.multiarch.policy.yaml;

/** Ends the reading of a file where going on would not help. */
final class UnreadableYaml extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Place place;

    UnreadableYaml(Place place, String message) {
        super(message);
        this.place = place;
    }

    Place place() {
        return place;
    }
}
