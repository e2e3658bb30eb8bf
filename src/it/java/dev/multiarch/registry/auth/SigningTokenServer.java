package dev.multiarch.registry.auth;

import dev.multiarch.json.Json;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.Received;
import dev.multiarch.registry.Reply;
import dev.multiarch.registry.TlsFixture;
import dev.multiarch.registry.settings.Credential;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A small token server as distribution's "Token Authentication Specification" has it: it knows one user and gives anyone who
 * names that password a token for whatever scope is asked; without a password the repositories below {@code open/} can be
 * pulled. Its tokens are JWTs signed by RS256, their certificate travels in {@code x5c}.
 */
public final class SigningTokenServer implements AutoCloseable {
    public static final String ISSUER = "multiarch test issuer";
    public static final String IDENTITY = "an-identity-token";
    public static final String SERVICE = "multiarch test registry";

    private final FaultyRegistry http = FaultyRegistry.start();
    private final TlsFixture signer;
    private final String user;
    private final String authorization;

    /** @param signer of an RSA key */
    public SigningTokenServer(TlsFixture signer, String user, String password) {
        this.signer = signer;
        this.user = user;
        this.authorization = new Credential(user, password, "").basic();
        http.on("GET /token", this::answer).on("POST /token", this::exchange);
    }

    /** On localhost, and so on another host than a registry on 127.0.0.1. */
    public String realm() {
        return "http://" + http.localhost() + "/token";
    }

    public List<Received> received() {
        return http.received();
    }

    private Reply answer(Received request) {
        String given = request.header("Authorization").orElse("");
        if (!given.isEmpty() && !given.equals(authorization)) {
            return Reply.error(401, "UNAUTHORIZED", "incorrect username or password");
        }
        try {
            String token = token(given.isEmpty() ? "" : user, access(request.target(), !given.isEmpty()));
            return Reply.document("application/json", json(Map.of("token", token, "expires_in", 300)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As its "OAuth2 Token Authentication" has it: an identity token, {@link #IDENTITY}, for an access token. */
    private Reply exchange(Received request) {
        List<String> form = List.of(request.body().split("&"));
        if (!form.containsAll(List.of("grant_type=refresh_token", "refresh_token=" + IDENTITY))) {
            return Reply.error(401, "UNAUTHORIZED", "no such identity token");
        }
        try {
            String token = token(user, access("?" + request.body().replace("+", "&scope="), true));
            return Reply.document("application/json", json(Map.of("access_token", token, "expires_in", 300)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Map<String, Object>> access(String target, boolean known) {
        List<Map<String, Object>> access = new ArrayList<>();
        for (String parameter : target.substring(target.indexOf('?') + 1).split("&")) {
            String[] scope =
                    URLDecoder.decode(parameter, StandardCharsets.UTF_8).split("[=:]");
            if (scope.length == 4 && scope[0].equals("scope")) {
                List<String> actions = known ? List.of(scope[3].split(",")) : List.of("pull");
                if (known || scope[2].startsWith("open/")) {
                    access.add(Map.of("type", scope[1], "name", scope[2], "actions", actions));
                }
            }
        }
        return access;
    }

    private String token(String subject, List<Map<String, Object>> access) throws GeneralSecurityException {
        long now = Instant.now().getEpochSecond();
        String certificate =
                Base64.getEncoder().encodeToString(signer.certificate().getEncoded());
        byte[] header = json(Map.of("typ", "JWT", "alg", "RS256", "x5c", List.of(certificate)));
        byte[] claims = json(Map.of(
                "iss",
                ISSUER,
                "sub",
                subject,
                "aud",
                SERVICE,
                "jti",
                UUID.randomUUID().toString(),
                "iat",
                now,
                "nbf",
                now - 10,
                "exp",
                now + 300,
                "access",
                access));
        String signed = base64(header) + "." + base64(claims);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(signer.key());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + base64(signature.sign());
    }

    private static byte[] json(Map<String, ?> members) {
        return Json.writeLine(members).getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void close() {
        http.close();
    }
}
