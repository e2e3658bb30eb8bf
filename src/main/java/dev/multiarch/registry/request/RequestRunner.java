package dev.multiarch.registry.request;

import dev.multiarch.registry.http.HttpUpload;
import dev.multiarch.registry.settings.Hosts;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** What every request goes through: the scheme, the redirects, the retries, and failures turned into messages. */
public final class RequestRunner {
    private final Redirects redirects;
    private final Proven proven;
    private final Retry retry;
    private final Schemes schemes;
    private final Absences absences = new Absences(System::nanoTime);

    public RequestRunner(Transport transport, Retry retry, Hosts hosts) {
        this.redirects = new Redirects(transport);
        this.proven = new Proven(transport, redirects);
        this.retry = retry;
        this.schemes = new Schemes(hosts);
    }

    /** Asks a registry. Where its scheme is not known yet, the credential stays here, and a challenge will follow. */
    public Response toRegistry(Request request, String host, Optional<String> authorization, Missing missing)
            throws RegistryException {
        String address = host + request.path();
        Response answer = run(request, host, looked(address, missing), () -> {
            Optional<String> scheme = schemes.of(host);
            if (scheme.isEmpty()) {
                return schemes.first(
                        host, request.path(), uri -> redirects.send(request, uri, Optional.empty(), false));
            }
            URI uri = URI.create(scheme.get() + "://" + address);
            // What is only noted needs no proof: it decides nothing.
            return missing == Missing.NOTED
                    ? redirects.send(request, uri, authorization, true)
                    : proven.send(request, uri, authorization);
        });
        if (missing == Missing.NOTED && answer.status() == 404) {
            absences.note(address);
        }
        return answer;
    }

    /** What a 404 means now: where one was noted before, the pause began with it. */
    private Missing looked(String address, Missing missing) {
        Optional<Duration> pause = missing == Missing.DOUBTED ? absences.take(address) : Optional.empty();
        return pause.isPresent() && retry.waited(pause.get()) ? Missing.CONFIRMED : missing;
    }

    /** Asks a token server, whose address is known to be fit for the credential. */
    public Response toRealm(Request request, URI uri, Optional<String> authorization) throws RegistryException {
        return run(
                request,
                uri.getRawAuthority(),
                Missing.BELIEVED,
                () -> redirects.send(request, uri, authorization, false));
    }

    /** Whether a registry is known to speak TLS. */
    public boolean speaksTls(String host) {
        return schemes.of(host).equals(Optional.of("https"));
    }

    /** The origin that a registry's credential is for, once it has answered. */
    public URI origin(String host) {
        return Hosts.origin(URI.create(schemes.of(host).orElse("https") + "://" + host));
    }

    /** Several requests that only make sense together. */
    public interface Together {
        /** @return the answer to the last of them */
        Response make() throws RegistryException;
    }

    /** What asking again can't change. */
    private static final class Ended extends RefusedException {
        private static final long serialVersionUID = 1;
        private final RegistryException failure;

        Ended(RegistryException failure) {
            super(failure.getMessage());
            this.failure = failure;
        }
    }

    /**
     * Makes them, and begins with the first again where that may help: by itself the last can't be repeated.
     *
     * @param last of them, which failures are of
     */
    public Response together(Request last, String host, Together requests) throws RegistryException {
        try {
            return retry.run(true, Missing.AWAITED, () -> {
                try {
                    return requests.make();
                } catch (RegistryException e) {
                    if (e.getCause() instanceof IOException broken && !(broken instanceof HttpUpload.Unreadable)) {
                        throw broken;
                    }
                    throw new Ended(e);
                }
            });
        } catch (Retry.GaveUp e) {
            throw e.getCause() instanceof Ended ended
                    ? ended.failure
                    : new Failures(last, host).io(e.getCause(), e.attempts());
        }
    }

    private Response run(Request request, String host, Missing missing, Retry.Attempt attempt)
            throws RegistryException {
        try {
            return retry.run(request.isRepeatable() && missing != Missing.NOTED, missing, attempt);
        } catch (Retry.GaveUp e) {
            throw new Failures(request, host).io(e.getCause(), e.attempts());
        }
    }
}
