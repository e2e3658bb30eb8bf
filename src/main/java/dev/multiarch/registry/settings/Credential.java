package dev.multiarch.registry.settings;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * What {@code docker login} left for one registry.
 *
 * @param identityToken an OAuth2 refresh token that replaces the password; empty if there is none
 */
public record Credential(String user, String password, String identityToken) {
    /** RFC 7617 with UTF-8. */
    public String basic() {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    @Override
    public String toString() {
        return "Credential[of " + user + "]"; // never the secret, wherever this gets printed
    }
}
