package dev.multiarch.registry.auth;

import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.registry.request.Failures;
import dev.multiarch.registry.request.RefusedException;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.request.RegistryException.Kind;
import dev.multiarch.registry.request.Request;
import dev.multiarch.registry.request.RequestRunner;
import dev.multiarch.registry.request.Response;
import dev.multiarch.registry.request.Transport;
import dev.multiarch.registry.settings.Credential;
import dev.multiarch.registry.settings.Hosts;
import dev.multiarch.text.FormatException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A token server (distribution's "Token Authentication" and "OAuth2 Token Authentication"), as a registry's challenge
 * names it.
 *
 * @param scopes what the token is for; each is its own parameter
 */
record TokenServer(URI uri, Optional<String> service, List<String> scopes) {
    private static final String CLIENT = "multiarch-action";
    private static final int MOST_SCOPES = 32;
    private static final int LONGEST_SCOPES = 4096;

    /**
     * Reads a Bearer challenge and refuses an address that no credential should go to: plain http where the registry
     * itself speaks https or where the host is not one that may be plain, and link-local and metadata addresses.
     *
     * @param registry origin of the registry that sent the challenge
     * @param usual the scopes to ask for where the challenge names none; those after the first in any case, as some
     *     challenges leave out the repository that a blob is mounted from
     * @param limit for looking up the token server's name
     */
    static TokenServer of(Challenge challenge, URI registry, Hosts hosts, List<String> usual, Duration limit)
            throws RefusedException {
        URI uri = address(challenge.parameter("realm").orElse(""));
        String server = Hosts.origin(uri).toString();
        boolean plain = uri.getScheme().equalsIgnoreCase("http");
        if (plain && registry.getScheme().equals("https")) {
            throw new RefusedException("the token server " + server + " of a registry that speaks https");
        }
        if (plain && !hosts.mayBePlain(uri.getRawAuthority())) {
            throw new RefusedException("the token server " + server + ", which would get the password in clear,");
        }
        if (Hosts.isMetadata(uri.getHost(), limit)) {
            throw new RefusedException("the token server " + server + " at a link-local address");
        }
        List<String> scopes = challenge
                .parameter("scope")
                .map(s -> with(
                        List.of(s.strip().split(" +")), usual.stream().skip(1).toList()))
                .orElse(usual);
        if (scopes.size() > MOST_SCOPES || String.join(" ", scopes).length() > LONGEST_SCOPES) {
            throw new RefusedException("a challenge for " + scopes.size() + " scopes, to be got from " + server + ",");
        }
        return new TokenServer(uri, challenge.parameter("service"), scopes);
    }

    private static List<String> with(List<String> challenged, List<String> others) {
        List<String> all = new ArrayList<>(challenged);
        for (String other : others) {
            String resource = other.substring(0, other.lastIndexOf(':') + 1);
            if (challenged.stream().noneMatch(scope -> scope.startsWith(resource))) {
                all.add(other);
            }
        }
        return all;
    }

    private static URI address(String realm) throws RefusedException {
        try {
            URI uri = new URI(realm);
            if (Hosts.isWeb(uri) && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException malformed) {
            // the same answer as for an address of another kind
        }
        throw new RefusedException(
                "the token server \"" + Response.oneLine(realm) + "\", which is not an http or https address,");
    }

    /**
     * GET with the credential as Basic, or, for an identity token, POST as OAuth2 has it.
     *
     * @param asked the registry's request that was challenged
     */
    String token(RequestRunner wire, Failures asked, Optional<Credential> credential) throws RegistryException {
        String subject = asked.request().subject();
        boolean refresh =
                credential.isPresent() && !credential.get().identityToken().isEmpty();
        List<String> query = new ArrayList<>();
        service.ifPresent(s -> query.add("service=" + encode(s)));
        if (refresh) {
            query.add("grant_type=refresh_token");
            query.add("client_id=" + CLIENT);
            query.add("refresh_token=" + encode(credential.get().identityToken()));
            query.add("scope=" + encode(String.join(" ", scopes)));
            Request post = request(subject, "POST", String.join("&", query));
            return read(post, asked.host(), true, wire.toRealm(post, uri, Optional.empty()));
        }
        scopes.forEach(scope -> query.add("scope=" + encode(scope)));
        credential.ifPresent(c -> query.add("account=" + encode(c.user())));
        Request get = request(subject, "GET", "");
        Response answer = wire.toRealm(get, with(query), credential.map(Credential::basic));
        return read(get, asked.host(), credential.isPresent(), answer);
    }

    private Request request(String subject, String method, String form) {
        String purpose = "getting a token from " + uri.getRawAuthority();
        Set<Integer> expected = Set.of(200);
        return new Request(
                subject,
                purpose,
                method,
                uri.getRawPath(),
                "application/json",
                expected,
                Transport.ERROR_LIMIT,
                form.isEmpty() ? Optional.empty() : Optional.of(Request.Body.form(form)));
    }

    private URI with(List<String> query) {
        String old = uri.getRawQuery() == null ? "" : uri.getRawQuery() + "&";
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + path + "?" + old + String.join("&", query));
    }

    private String read(Request request, String registry, boolean loggedIn, Response answer) throws RegistryException {
        if (!request.expected().contains(answer.status())) {
            boolean denied = answer.status() == 401 || answer.status() == 403; // one logs in at the registry
            Failures failures = new Failures(request, denied ? registry : uri.getRawAuthority());
            throw loggedIn && answer.status() == 401 ? failures.loginRefused(answer) : failures.status(answer);
        }
        try {
            JsonObject json = Json.read(answer.body(), "the token server's answer");
            String token = json.optionalText("token")
                    .filter(t -> !t.isEmpty())
                    .or(() -> json.optionalText("access_token"))
                    .orElse("");
            if (!token.matches("[\\x21-\\x7e]+")) {
                throw new FormatException("the token server's answer holds no token that a header can carry");
            }
            return token;
        } catch (FormatException e) {
            String what = answer.more() ? "the answer is larger than 64 KiB" : "the answer holds no usable token";
            Failures failures = new Failures(request, uri.getRawAuthority());
            throw failures.of(Kind.MALFORMED, what, answer.attempts(), "ask the operator of " + uri.getRawAuthority());
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
