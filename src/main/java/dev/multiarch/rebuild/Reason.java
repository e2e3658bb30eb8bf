package dev.multiarch.rebuild;

/**
 * @param why in one line, without a full stop; texts from outside are in it as they came
 */
public record Reason(Cause cause, String why) {
    @Override
    public String toString() {
        return cause.word() + ": " + why;
    }
}
