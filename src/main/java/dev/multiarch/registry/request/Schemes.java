package dev.multiarch.registry.request;

import dev.multiarch.registry.http.MalformedResponse;
import dev.multiarch.registry.http.TruncatedResponse;
import dev.multiarch.registry.settings.Hosts;
import dev.multiarch.registry.tls.Causes;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.KeyException;
import java.security.cert.CertificateException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;

/**
 * Which scheme a registry speaks. A host is spoken to in https and in nothing else, unless it may be plain: a loopback
 * host or one that the user named insecure.
 *
 * <p>Docker tries those with https first and falls back to http; here it is the other way round, upwards only. The first
 * request goes out in plain http and carries no credential, since nothing is sent before a challenge. A port that speaks
 * TLS cannot answer it with anything but 400 or a broken connection; then https is tried, with the certificate checked as
 * always, and kept. So a local registry costs no TLS start (some 200 ms), a local TLS registry works, and a TLS failure is
 * an error and never a reason to send anything in clear.
 */
public final class Schemes {
    /** Sends to an address, without a credential. */
    interface Sender {
        Response send(URI uri) throws IOException;
    }

    private final Hosts hosts;
    private final Map<String, String> known = new ConcurrentHashMap<>();

    Schemes(Hosts hosts) {
        this.hosts = hosts;
    }

    /** Empty while a host that may be plain has not answered yet. */
    Optional<String> of(String host) {
        return hosts.mayBePlain(host) ? Optional.ofNullable(known.get(host)) : Optional.of("https");
    }

    Response first(String host, String path, Sender sender) throws IOException {
        Optional<Response> answer = Optional.empty();
        IOException failure = new IOException("no answer");
        try {
            answer = Optional.of(sender.send(URI.create("http://" + host + path)));
            if (answer.get().status() != 400) {
                known.put(host, "http");
                return answer.get();
            }
        } catch (ConnectException | SocketTimeoutException | UnknownHostException | RefusedException e) {
            throw e;
        } catch (IOException e) {
            if (e instanceof TruncatedResponse || e instanceof MalformedResponse bad && !bad.isTls()) {
                throw e; // it speaks plain HTTP, if badly, or something else
            }
            failure = e;
        }
        boolean greeted = failure instanceof MalformedResponse; // in TLS
        try {
            Response secure = sender.send(URI.create("https://" + host + path));
            known.put(host, "https");
            return secure;
        } catch (IOException e) {
            if (isTheReason(e, greeted)) {
                throw e;
            }
            failure.addSuppressed(e);
        }
        if (answer.isPresent()) {
            known.put(host, "http");
            return answer.get();
        }
        throw failure;
    }

    /**
     * Whether what https met says more than what plain http met: the server can't be trusted, or wants another certificate
     * or version than we have. A plain server that is greeted in TLS may wait for the end of a line that never comes.
     *
     * @param greeted the server answered plain http in TLS
     */
    private static boolean isTheReason(IOException e, boolean greeted) {
        if (e instanceof SocketTimeoutException) {
            return greeted;
        }
        return e instanceof RefusedException || speaksTls(e) || greeted && !Failures.isNoTls(e);
    }

    /** A failure of TLS as such; not one of a server that knows no TLS, or that breaks the connection. */
    private static boolean speaksTls(IOException e) {
        boolean broken = Causes.hasCause(e, EOFException.class) || Causes.hasCause(e, SocketException.class);
        return Causes.hasCause(e, CertificateException.class)
                || Causes.hasCause(e, KeyException.class)
                || e instanceof SSLException && !Failures.isNoTls(e) && !broken;
    }
}
