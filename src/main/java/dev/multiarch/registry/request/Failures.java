package dev.multiarch.registry.request;

import dev.multiarch.registry.http.HttpUpload;
import dev.multiarch.registry.http.MalformedResponse;
import dev.multiarch.registry.http.ProxyFailed;
import dev.multiarch.registry.request.RegistryException.Kind;
import dev.multiarch.registry.tls.Causes;
import dev.multiarch.registry.tls.UnusableCertificates;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.KeyException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * The messages of failed requests, all of one form: {@code SUBJECT: PURPOSE: WHAT (METHOD, N attempts). Fix: FIX.}
 *
 * @param host that was asked, as users type it
 */
public record Failures(Request request, String host) {
    private static final String PROXY_PASSWORD = "give the proxy its password: HTTPS_PROXY=http://USER:PASSWORD@PROXY";

    private static final Pattern ALERT = Pattern.compile("^\\([a-z_]+\\) ");

    public RegistryException of(Kind kind, String what, int attempts, String fix) {
        return of(kind, what, attempts, fix, null);
    }

    private RegistryException of(Kind kind, String what, int attempts, String fix, Throwable cause) {
        String tries = attempts == 1 ? "1 attempt" : attempts + " attempts";
        String message = request.subject() + ": " + request.purpose() + ": " + Response.oneLine(what) + " ("
                + request.method() + ", " + tries + "). Fix: " + fix + ".";
        return new RegistryException(kind, message, cause);
    }

    public RegistryException status(Response answer) {
        String said = answer.said();
        int attempts = answer.attempts();
        return switch (answer.status()) {
            case 401, 403 -> of(Kind.UNAUTHORIZED, said, attempts, "docker login " + host);
            case 407 -> of(Kind.UNREACHABLE, said, attempts, PROXY_PASSWORD);
            case 404 -> of(Kind.NOT_FOUND, said, attempts, "check the repository's name and the tag or digest");
            case 429 -> of(Kind.REFUSED, said, attempts, "try later, or log in for a higher limit");
            case 502, 503, 504 -> of(Kind.REFUSED, said, attempts, "try later");
            default -> of(Kind.REFUSED, said, attempts, "check that " + host + " is a container registry");
        };
    }

    /** 401 to what this machine's login gave. */
    public RegistryException loginRefused(Response answer) {
        return of(
                Kind.UNAUTHORIZED,
                answer.said(),
                answer.attempts(),
                "this machine's login to " + host + " was sent and refused. Check that its password or token is for "
                        + host + " and still valid: some tokens expire within hours. Then log in again: docker login "
                        + host);
    }

    /** Of a store to which the registry redirects: it knows nothing of the registry's passwords. */
    public RegistryException elsewhere(Response answer) {
        String what = answer.said() + " by " + answer.origin() + ", to which the registry redirects";
        int attempts = answer.attempts();
        return switch (answer.status()) {
            case 401 -> of(Kind.UNAUTHORIZED, what, attempts, "ask the operator of " + host);
            case 403 ->
                of(
                        Kind.REFUSED,
                        what,
                        attempts,
                        "check that a firewall or proxy lets this machine read from " + answer.origin()
                                + ", and that its clock is right, as the registry's links expire");
            case 404 -> of(Kind.NOT_FOUND, what, attempts, "push the image again, or ask the operator of " + host);
            case 429, 502, 503, 504 -> of(Kind.REFUSED, what, attempts, "try later");
            default -> of(Kind.REFUSED, what, attempts, "ask the operator of " + host);
        };
    }

    /** Of bytes that are not those that were asked for. */
    public RegistryException mismatch(Response answer, String what) {
        String fix = "don't use it, and ask the operator of " + host + " or of the proxy in front of it";
        return of(Kind.DIGEST_MISMATCH, what, answer.attempts(), fix);
    }

    public RegistryException io(IOException e, int attempts) {
        if (e instanceof HttpUpload.Unreadable unreadable) {
            return unreadable(unreadable, attempts);
        }
        if (e instanceof RefusedException) {
            return of(Kind.REFUSED, e.getMessage() + " is not followed", attempts, "ask the operator of " + host, e);
        }
        if (e instanceof SocketTimeoutException) {
            String what = "no answer from " + host + " in time: " + reason(e);
            return of(Kind.TIMEOUT, what, attempts, "check that " + host + " is reachable, or try later", e);
        }
        if (e instanceof SSLException) {
            return tls(e, attempts);
        }
        if (e instanceof MalformedResponse bad) {
            String what = bad.isHttp()
                    ? host + " answers in malformed HTTP: " + reason(e)
                    : host + " does not answer in HTTP";
            return of(Kind.MALFORMED, what, attempts, "check that " + host + " is a container registry", e);
        }
        if (e instanceof ProxyFailed proxy) {
            String fix = proxy.asksForPassword()
                    ? PROXY_PASSWORD
                    : "ask the owner of the proxy, or name " + host + " in NO_PROXY";
            return of(Kind.UNREACHABLE, "can't reach " + host + " through the proxy: " + reason(e), attempts, fix, e);
        }
        String what = e instanceof UnknownHostException
                ? "the host " + host + " is unknown"
                : e instanceof ConnectException || e instanceof NoRouteToHostException
                        ? "cannot connect to " + host + ": " + reason(e)
                        : "the connection to " + host + " broke: " + reason(e);
        return of(Kind.UNREACHABLE, what, attempts, "check the registry's name and port, and that it runs", e);
    }

    /** Of what was to be sent: where that comes from a registry as well, the failure is that one's. */
    private RegistryException unreadable(HttpUpload.Unreadable e, int attempts) {
        return e.getCause().getCause() instanceof RegistryException other
                ? new RegistryException(other.kind(), other.getMessage(), e)
                : of(Kind.UNREACHABLE, "what is to be sent can't be read: " + reason(e), attempts, "try later", e);
    }

    private RegistryException tls(IOException e, int attempts) {
        String what = "no trusted TLS connection to " + host + ": " + withoutAlert(reason(e));
        if (isNoTls(e)) {
            String fix = "if " + host + " is meant to speak plain http: --insecure-registry " + host;
            return of(Kind.UNREACHABLE, what, attempts, fix, e);
        }
        if (Causes.hasCause(e, KeyException.class)) {
            return of(Kind.UNREACHABLE, what, attempts, "fix the client certificate for " + host, e);
        }
        return of(Kind.UNREACHABLE, what, attempts, fixForCertificate(e), e);
    }

    private String fixForCertificate(IOException e) {
        if (Causes.hasCause(e, CertificateExpiredException.class)
                || Causes.hasCause(e, CertificateNotYetValidException.class)) {
            return "check this machine's clock, and renew the certificate of " + host;
        }
        if (Causes.hasCause(e, CertPathBuilderException.class)
                || Causes.hasCause(e, CertPathValidatorException.class)) {
            return "put the CA's certificate into /etc/docker/certs.d/" + host + "/ca.crt, or name it in SSL_CERT_FILE";
        }
        if (Causes.hasCause(e, UnusableCertificates.class)) {
            return "give a file of PEM certificates that can be read: SSL_CERT_FILE names it, or it is in a folder certs.d";
        }
        return Causes.hasCause(e, CertificateException.class)
                ? "use a name that the certificate of " + host + " is issued for, or issue it for this name too"
                : "check the registry's TLS settings";
    }

    /** JSSE of Java 24 and later puts the alert's name before its reason: "(certificate_unknown) No name matching …". */
    private static String withoutAlert(String reason) {
        String plain = ALERT.matcher(reason).replaceFirst("");
        return plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
    }

    /** JSSE's words for bytes that are not a TLS record: most often plain http. */
    static boolean isNoTls(IOException e) {
        return e instanceof SSLException && String.valueOf(e.getMessage()).contains("Unsupported or unrecognized");
    }

    private static String reason(Throwable e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
