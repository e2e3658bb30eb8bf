package dev.multiarch.registry.http;

import java.lang.reflect.Method;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLProtocolException;

/**
 * Which groups a TLS handshake names (RFC 8446, 4.2.7). Java makes a key of two kinds of groups for each, and the second takes
 * longer than all else in it, while nearly every server takes x25519. So that one is named alone at first, from Java 20 on,
 * where it can be; a server that refuses is asked again with all groups.
 */
final class KeyGroups {
    private static final String[] FIRST = {"x25519"};

    private final Set<String> refusing = ConcurrentHashMap.newKeySet();

    private static Optional<Method> naming() {
        try {
            return Optional.of(SSLParameters.class.getMethod("setNamedGroups", String[].class));
        } catch (NoSuchMethodException olderJava) {
            return Optional.empty();
        }
    }

    /** Whether the first group alone is named to this server. */
    boolean narrow(String origin) {
        return !refusing.contains(origin) && naming().isPresent();
    }

    /** Names the first group alone, where that is possible. */
    static void nameFirst(SSLParameters parameters, Consumer<SSLParameters> set) {
        try {
            Optional<Method> naming = naming();
            if (naming.isPresent()) {
                naming.get().invoke(parameters, (Object) FIRST);
                set.accept(parameters);
            }
        } catch (ReflectiveOperationException | IllegalArgumentException unknown) {
            // a Java that is set up without this group names those that it knows
        }
    }

    /** Whether another handshake with this server may go better: from now on all groups are named to it. */
    boolean widen(String origin, SSLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof GeneralSecurityException) { // its certificate, or a key of ours
                return false;
            }
        }
        boolean refusal = isRefusal(failure);
        if (refusal) {
            refusing.add(origin);
        }
        return refusal;
    }

    /** Servers refuse in many ways, Java's with an unexpected message. One that does not speak TLS is not among them. */
    private static boolean isRefusal(SSLException failure) {
        return failure instanceof SSLHandshakeException
                || failure instanceof SSLProtocolException
                || String.valueOf(failure.getMessage()).contains("fatal alert");
    }
}
