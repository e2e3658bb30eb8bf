package dev.multiarch.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Writes what {@code docker login} writes. */
public final class Login {
    private Login() {}

    public static void write(Path folder, String registry, String user, String password) throws IOException {
        String auth = Base64.getEncoder().encodeToString(Sample.bytes(user + ":" + password));
        Files.writeString(
                folder.resolve("config.json"), "{\"auths\": {\"" + registry + "\": {\"auth\": \"" + auth + "\"}}}");
    }

    public static void writeIdentity(Path folder, String registry, String token) throws IOException {
        Files.writeString(
                folder.resolve("config.json"),
                "{\"auths\": {\"" + registry + "\": {\"identitytoken\": \"" + token + "\"}}}");
    }
}
