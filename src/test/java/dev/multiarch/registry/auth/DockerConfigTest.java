package dev.multiarch.registry.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.multiarch.image.Reference;
import dev.multiarch.registry.settings.Credential;
import dev.multiarch.text.FormatException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Docker's config.json; {@code bWU6cGE6c3M=} is {@code me:pa:ss}. */
class DockerConfigTest {
    @TempDir
    Path folder;

    static Stream<Arguments> entries() {
        String auth = "{\"auth\": \"bWU6cGE6c3M=\"}";
        String me = "me pa:ss ";
        return Stream.of(
                arguments("host", "r.example", "{\"r.example\": " + auth + "}", me),
                arguments("host and port", "r.example:5000", "{\"r.example:5000\": " + auth + "}", me),
                arguments("https", "r.example", "{\"https://r.example\": " + auth + "}", me),
                arguments("https with v1", "r.example", "{\"https://r.example/v1/\": " + auth + "}", me),
                arguments("Docker Hub", "docker.io", "{\"https://index.docker.io/v1/\": " + auth + "}", me),
                arguments("Docker Hub by its name", "docker.io", "{\"docker.io\": " + auth + "}", me),
                arguments(
                        "user and password",
                        "r.example",
                        "{\"r.example\": {\"username\": \"me\", \"password\": \"pa:ss\"}}",
                        me),
                arguments("padded", "r.example", "{\"r.example\": {\"auth\": \"bWU6cGE6c3MAAA==\"}}", me),
                arguments(
                        "identity token",
                        "r.example",
                        "{\"r.example\": {\"auth\": \"MDAwOg==\", \"identitytoken\": \"t\"}}",
                        "000  t"),
                arguments("identity token alone", "r.example", "{\"r.example\": {\"identitytoken\": \"t\"}}", "  t"),
                arguments(
                        "unknown members",
                        "r.example",
                        "{\"r.example\": {\"x\": [1], \"auth\": \"bWU6cGE6c3M=\"}}",
                        me),
                arguments(
                        "the plain name wins",
                        "r.example",
                        "{\"https://r.example\": {\"auth\": \"YTpi\"}, \"r.example\": " + auth + "}",
                        me),
                arguments(
                        "an empty entry is none",
                        "r.example",
                        "{\"r.example\": {}, \"https://r.example\": " + auth + "}",
                        me));
    }

    static Stream<Arguments> strangers() {
        String auth = "{\"auth\": \"bWU6cGE6c3M=\"}";
        return Stream.of(
                arguments("another port", "r.example", "{\"r.example:443\": " + auth + "}", "none"),
                arguments("a subdomain", "r.example", "{\"a.r.example\": " + auth + "}", "none"),
                arguments("a domain above", "r.example", "{\"example\": " + auth + "}", "none"),
                arguments("a name that begins alike", "r.example", "{\"r.example.evil.test\": " + auth + "}", "none"),
                arguments("Hub's for another", "r.example", "{\"https://index.docker.io/v1/\": " + auth + "}", "none"),
                arguments("another's for Hub", "docker.io", "{\"io\": " + auth + "}", "none"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"entries", "strangers"})
    void aPasswordIsFoundForItsHostOnly(String name, String registry, String auths, String expected) throws Exception {
        DockerConfig config = write("{\"psFormat\": \"x\", \"auths\": " + auths + "}");
        String found = config.credential(registry)
                .map(c -> c.user() + " " + c.password() + " " + c.identityToken())
                .orElse("none");
        assertThat(found).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "no object | [] | FILE is not a valid JSON object",
                "cut off | {\"auths\": {\"r.example\": | FILE is not a valid JSON object",
                "not base64 | {\"auths\": {\"r.example\": {\"auth\": \"%secret%\"}}} | "
                        + "FILE: auths.r.example.auth: expected base64 of user:password, found something else",
                "no colon | {\"auths\": {\"r.example\": {\"auth\": \"bWU=\"}}} | "
                        + "FILE: auths.r.example.auth: expected base64 of user:password, found no colon in it",
                "auths is a list | {\"auths\": []} | FILE: auths: expected an object, found a list",
                "an entry is text | {\"auths\": {\"r.example\": \"x\"}} | "
                        + "FILE: auths.r.example: expected an object, found text",
                "auth is a number | {\"auths\": {\"r.example\": {\"auth\": 7}}} | "
                        + "FILE: auths.r.example.auth: expected text, found a number"
            })
    void whatIsMalformedIsNamedWithoutItsSecrets(String name, String json, String message) {
        assertThatThrownBy(() -> write(json).credential("r.example"))
                .isInstanceOf(FormatException.class)
                .hasMessage(
                        message.replace("FILE", folder.resolve("config.json").toString()));
    }

    @Test
    void noFileAndAnEmptyFileHoldNothing() throws Exception {
        assertThat(DockerConfig.in(folder.resolve("none")).credential("r.example"))
                .isEmpty();
        assertThat(write("\n").credential("r.example")).isEmpty();
        assertThat(write("\n").helperOf("r.example")).isEmpty();
        assertThat(write("\n").store()).isEmpty();
    }

    @Test
    void aHugeFileIsRefused() {
        assertThatThrownBy(() -> write(" ".repeat((1 << 20) + 1)))
                .hasMessage(folder.resolve("config.json") + " is larger than 1 MiB");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"of the host, r.example, own", "of Docker Hub, docker.io, hub", "of no other, s.example, none"})
    void helpersAreNamed(String name, String registry, String expected) throws Exception {
        DockerConfig config = write("{\"credsStore\": \"store\", \"credHelpers\": {\"r.example\": \"own\","
                + " \"https://index.docker.io/v1/\": \"hub\"}}");
        assertThat(config.helperOf(registry).orElse("none")).isEqualTo(expected);
        assertThat(config.store()).contains("store");
    }

    /** As podman, skopeo and buildah keep them. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "of the repository, r.example/team/app, app",
        "of its namespace, r.example/team/other, team",
        "of its registry, r.example/else/app, all",
        "of one that begins alike, r.example/team2/app, all",
        "of a repository above, r.example/team/app/part, app",
        "of Docker Hub's namespace, docker.io/team/app, hub",
        "of another registry, s.example/team/app, none"
    })
    void thePasswordNearestToTheRepositoryIsTaken(String name, String reference, String expected) throws Exception {
        DockerConfig config = write("{\"auths\": {\"r.example/team\": " + user("team") + ", \"r.example/team/app\": "
                + user("app") + ", \"r.example\": " + user("all") + ", \"docker.io/team\": " + user("hub") + "}}");
        assertThat(config.credential(Reference.parse(reference))
                        .map(Credential::user)
                        .orElse("none"))
                .isEqualTo(expected);
    }

    private static String user(String name) {
        return "{\"username\": \"" + name + "\", \"password\": \"x\"}";
    }

    @Test
    void aCredentialPrintsWithoutItsSecret() {
        assertThat(new Credential("me", "secret", "token")).hasToString("Credential[of me]");
    }

    private DockerConfig write(String json) throws Exception {
        Files.writeString(folder.resolve("config.json"), json);
        return DockerConfig.in(folder);
    }
}
