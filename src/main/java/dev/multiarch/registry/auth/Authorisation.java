package dev.multiarch.registry.auth;

import dev.multiarch.concurrent.InFlight;
import dev.multiarch.image.Reference;
import dev.multiarch.process.Programs;
import dev.multiarch.registry.request.Failures;
import dev.multiarch.registry.request.Missing;
import dev.multiarch.registry.request.RefusedException;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.request.RegistryException.Kind;
import dev.multiarch.registry.request.Request;
import dev.multiarch.registry.request.RequestRunner;
import dev.multiarch.registry.request.Response;
import dev.multiarch.registry.settings.Credential;
import dev.multiarch.registry.settings.Hosts;
import dev.multiarch.registry.settings.RegistrySettings;
import dev.multiarch.text.FormatException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers challenges: request, 401, authenticate, request once more. What a repository's requests carry is kept for the
 * next ones, and nothing is read or sent before a challenge asks for it.
 */
public final class Authorisation {
    private final RequestRunner wire;
    private final Hosts hosts;
    private final RegistrySettings settings;
    private final Programs programs;
    private Credentials credentials;
    private final FirstContact contacts = new FirstContact();
    private final Map<String, String> kept = new ConcurrentHashMap<>();
    /** By what a token is asked for, and which one was refused. No record, whose hash takes 6 ms to be linked. */
    private final InFlight<List<Object>, String> asking = new InFlight<>();

    /** @param programs run those that keep passwords */
    public Authorisation(RequestRunner wire, Hosts hosts, RegistrySettings settings, Programs programs) {
        this.wire = wire;
        this.hosts = hosts;
        this.settings = settings;
        this.programs = programs;
    }

    /** The answer to a request, of an expected status. */
    public Response send(Request request, Reference ref, Missing missing) throws RegistryException {
        String host = Hosts.endpoint(ref.registry());
        Failures failures = new Failures(request, ref.registry());
        boolean first = mayBeFirst(request, missing, host) && contacts.isFirst(host);
        Response answer;
        Optional<String> authorization = Optional.empty();
        try {
            Optional<String> carried = Optional.ofNullable(kept.get(key(request, ref)));
            answer = wire.toRegistry(request, host, carried, missing);
            if (answer.status() == 401 && answer.origin().equals(wire.origin(host))) {
                authorization = Optional.of(authorize(request, ref, answer, carried));
            }
        } finally {
            if (first) {
                contacts.over(host);
            }
        }
        if (authorization.isPresent()) {
            answer = wire.toRegistry(request, host, authorization, missing);
        }
        if (request.expected().contains(answer.status())) {
            return answer;
        }
        if (!answer.origin().equals(wire.origin(host))) {
            throw failures.elsewhere(answer).because(answer);
        }
        throw (answer.status() == 401 || answer.status() == 403
                        ? denied(failures, ref, answer, true)
                        : failures.status(answer))
                .because(answer);
    }

    /** What is streamed may take hours, what is noted nobody needs, and plain http has no handshake to spare. */
    private boolean mayBeFirst(Request request, Missing missing, String host) {
        return !request.isStreamed() && missing != Missing.NOTED && wire.speaksTls(host);
    }

    /** Whether this registry lets us in, before anything is asked of it. */
    public Access access(Reference ref) throws RegistryException {
        Request ping = Request.ping(ref);
        Failures failures = new Failures(ping, ref.registry());
        if (credential(failures, ref).isPresent()) {
            return Access.PASSWORD;
        }
        Response answer = wire.toRegistry(ping, Hosts.endpoint(ref.registry()), Optional.empty(), Missing.BELIEVED);
        if (answer.status() == 401 || answer.status() == 403) {
            return Access.CLOSED;
        }
        if (!ping.expected().contains(answer.status())) {
            throw failures.status(answer);
        }
        return Access.OPEN;
    }

    /**
     * What is kept is for one repository, and for a mount for two: with a token that is good for one alone a registry may
     * refuse the mount without a challenge.
     */
    private static String key(Request request, Reference ref) {
        List<String> scopes = request.scopes(ref);
        return scopes.size() == 1 ? ref.name() : ref.name() + " " + scopes.get(1);
    }

    /** One thread asks for a repository's token, the others that were refused with the same one take what it gets. */
    private String authorize(Request request, Reference ref, Response refused, Optional<String> carried)
            throws RegistryException {
        return asking.get(List.of(key(request, ref), request.scopes(ref), carried), () -> {
            String other = kept.get(key(request, ref));
            if (other != null && !Optional.of(other).equals(carried)) {
                return other;
            }
            String authorization = answerTo(request, ref, refused, carried.isPresent());
            kept.put(key(request, ref), authorization);
            return authorization;
        });
    }

    /** @param sent whether the refused request carried what an earlier challenge asked for */
    private String answerTo(Request request, Reference ref, Response refused, boolean sent) throws RegistryException {
        List<Challenge> challenges = Challenge.parse(refused.all("WWW-Authenticate"));
        Failures failures = new Failures(request, ref.registry());
        Optional<Credential> credential = credential(failures, ref);
        Optional<Challenge> bearer = first(challenges, "bearer");
        if (bearer.isPresent()) {
            try {
                URI origin = refused.origin();
                Duration limit = settings.patience().connect();
                TokenServer realm = TokenServer.of(bearer.get(), origin, hosts, request.scopes(ref), limit);
                return "Bearer " + realm.token(wire, failures, credential);
            } catch (RefusedException e) {
                throw failures.io(e, refused.attempts());
            }
        }
        if (first(challenges, "basic").isPresent() && credential.isPresent()) {
            return credential.get().basic();
        }
        throw denied(failures, ref, refused, sent);
    }

    private static Optional<Challenge> first(List<Challenge> challenges, String scheme) {
        return challenges.stream().filter(c -> c.scheme().equals(scheme)).findFirst();
    }

    private Optional<Credential> credential(Failures failures, Reference ref) throws RegistryException {
        try {
            return credentials().of(ref).credential();
        } catch (FormatException e) {
            throw new RegistryException(
                    Kind.MALFORMED, failures.request().subject() + ": looking for a password: " + e.getMessage(), e);
        }
    }

    private synchronized Credentials credentials() {
        if (credentials == null) {
            credentials = new Credentials(settings, programs);
        }
        return credentials;
    }

    /** There is a login, and the registry took it. */
    private static String right(Request request, Reference ref) {
        boolean reads = List.of("GET", "HEAD").contains(request.method());
        String token = ref.registry().equalsIgnoreCase("ghcr.io")
                ? " (a workflow's own token: permissions: packages: " + (reads ? "read" : "write") + ")"
                : "";
        return "this machine is logged in to " + ref.registry() + ", but that account may not "
                + (reads ? "read " : "write to ") + ref.repository() + ": give it that right" + token
                + ", or log in with another account";
    }

    private RegistryException denied(Failures failures, Reference ref, Response answer, boolean sent) {
        String login = "docker login " + (ref.registry().equals(Reference.DOCKER_HUB) ? "" : ref.registry());
        String fix = login.strip();
        try {
            if (answer.status() == 401
                    && sent
                    && credentials().of(ref).credential().isPresent()) {
                return failures.loginRefused(answer);
            }
            if (answer.status() == 403 && credentials().of(ref).credential().isPresent()) {
                return failures.of(Kind.UNAUTHORIZED, answer.said(), answer.attempts(), right(failures.request(), ref));
            }
            String trouble = credentials().of(ref).trouble();
            fix += trouble.isEmpty() ? "" : ", perhaps with its own DOCKER_CONFIG, as " + trouble;
        } catch (FormatException unreadable) {
            fix += ", and fix the file of passwords: " + unreadable.getMessage();
        }
        return failures.of(Kind.UNAUTHORIZED, answer.said(), answer.attempts(), fix);
    }
}
