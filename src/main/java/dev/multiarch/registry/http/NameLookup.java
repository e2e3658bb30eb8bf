package dev.multiarch.registry.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks up names within a time limit, which the system's own look-up does not have. */
public final class NameLookup {
    /** Asks the system. */
    interface LookUp {
        InetAddress[] of(String host) throws Exception;
    }

    private NameLookup() {}

    /**
     * @param host a name or an address; IPv6 with or without brackets
     * @throws UnknownHostException if there is no such host
     * @throws SocketTimeoutException if nobody said so in time
     */
    public static List<InetAddress> resolve(String host, Duration limit) throws IOException {
        return resolve(host, limit, InetAddress::getAllByName);
    }

    static List<InetAddress> resolve(String host, Duration limit, LookUp lookUp) throws IOException {
        String bare = bare(host);
        if (isAddress(bare)) {
            return List.of(InetAddress.getAllByName(bare)); // nobody is asked
        }
        var task = new FutureTask<>(() -> List.of(lookUp.of(bare)));
        var thread = new Thread(task, "http-names");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(Math.max(1, limit.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new SocketTimeoutException(
                    "looking up the name " + bare + " took longer than " + limit.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while looking up the name " + bare, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException("looking up the name " + bare + ": " + e.getCause(), e);
        }
    }

    static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static boolean isAddress(String host) {
        return host.indexOf(':') >= 0
                || host.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9')
                        && host.chars().filter(c -> c == '.').count() == 3;
    }
}
