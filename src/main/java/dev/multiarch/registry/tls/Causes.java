package dev.multiarch.registry.tls;

/** The cause of a failure: TLS wraps the reason more than once. */
public final class Causes {
    private Causes() {}

    public static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
