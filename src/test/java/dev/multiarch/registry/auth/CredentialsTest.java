package dev.multiarch.registry.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.multiarch.image.Reference;
import dev.multiarch.process.Programs;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.Reply;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.request.RegistryException.Kind;
import dev.multiarch.registry.settings.Credential;
import dev.multiarch.registry.settings.RegistrySettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where passwords are looked for, and programs that keep them: good ones, bad ones, none. */
class CredentialsTest {
    private static final Reference APP = Reference.parse("r.example/team/app:1");
    private static final String ANSWER = "{\"ServerURL\": \"x\", \"Username\": \"%s\", \"Secret\": \"%s\"}";

    @TempDir
    Path home;

    @TempDir
    Path bin;

    private final Map<String, String> environment = new HashMap<>();
    private final List<String> programs = new ArrayList<>();

    @BeforeEach
    void path() {
        environment.put("PATH", bin + ":" + System.getenv("PATH"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "a store | {'credsStore': 'own'} | r.example/app | own r.example",
                "a helper of the host | {'credHelpers': {'r.example': 'own'}} | r.example/app | own r.example",
                "a helper before the store | {'credHelpers': {'r.example': 'own'}, 'credsStore': 'no'} | r.example/app | own r.example",
                "a helper before the file | {'credHelpers': {'r.example': 'own'}, 'auths': {'r.example': {'auth': 'YTpi'}}} | r.example/app | own r.example",
                "the file before the store | {'credsStore': 'own', 'auths': {'r.example': {'auth': 'YTpi'}}} | r.example/app | a b",
                "an empty entry leaves it to the store | {'credsStore': 'own', 'auths': {'r.example': {}}} | r.example/app | own r.example",
                "another's helper | {'credHelpers': {'s.example': 'own'}} | r.example/app | none",
                "Docker Hub | {'credsStore': 'own'} | alpine | own https://index.docker.io/v1/",
                "Docker Hub's own helper | {'credHelpers': {'https://index.docker.io/v1/': 'own'}} | alpine | own https://index.docker.io/v1/",
                "host and port | {'credsStore': 'own'} | r.example:5000/app | own r.example:5000"
            })
    void isFoundWhereDockerLeavesIt(String name, String config, String reference, String expected) throws Exception {
        helper("own", "read -r server; printf '" + ANSWER.formatted("own", "%s") + "' \"$server\"");
        helper("no", "echo credentials not found in native keychain; exit 1");
        config(home.resolve("config.json"), config);
        assertThat(found(Reference.parse(reference))).isEqualTo(expected);
    }

    @Test
    void anIdentityTokenIsTold() throws Exception {
        helper("own", "echo '" + ANSWER.formatted("<token>", "abc") + "'");
        config(home.resolve("config.json"), "{'credsStore': 'own'}");
        assertThat(credentials().of(APP).credential()).contains(new Credential("", "", "abc"));
    }

    @Test
    void oneProgramIsRunOnceForARepositoryAndShown() throws Exception {
        helper("own", "echo '" + ANSWER.formatted("me", "abc") + "'");
        config(home.resolve("config.json"), "{'credsStore': 'own'}");
        Credentials credentials = credentials();
        credentials.of(APP);
        credentials.of(APP.withTag("2"));
        assertThat(programs).containsExactly(bin.resolve("docker-credential-own") + " get");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "all three, own runtime docker, own",
        "without its file, runtime docker, docker",
        "podman's alone, runtime, runtime",
        "none, '', none"
    })
    void filesAreReadInOrder(String name, String there, String expected) throws Exception {
        Path own = home.resolve("own.json");
        environment.put("REGISTRY_AUTH_FILE", own.toString());
        environment.put("XDG_RUNTIME_DIR", home.resolve("run").toString());
        Map<String, Path> files = Map.of(
                "own", own,
                "docker", home.resolve("config.json"),
                "runtime", home.resolve("run/containers/auth.json"));
        for (String each : there.isEmpty() ? new String[0] : there.split(" ")) {
            config(files.get(each), "{'auths': {'r.example/team': {'username': '" + each + "', 'password': 'x'}}}");
        }
        assertThat(found(APP).replace(" x", "")).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "nothing kept | echo credentials not found in native keychain; exit 1 | ''",
                "fails | echo no keyring >&2; exit 3 | docker-credential-own ended with 3: no keyring",
                "fails with commands | printf '\\n::error::x\\033[31m'; exit 1 | docker-credential-own ended with 1: ::error::x [31m",
                "no JSON | echo hunter2 | docker-credential-own answered no JSON with Username and Secret",
                "a list | echo '[\"hunter2\"]' | docker-credential-own answered no JSON with Username and Secret",
                "a number | echo '{\"Username\": \"a\", \"Secret\": 7}' | docker-credential-own answered no JSON with",
                "no secret | echo '{\"Username\": \"a\"}' | ''",
                "endless | yes hunter2 | printed more than 16 MiB and was stopped",
                "much | head -c 99999 /dev/zero | docker-credential-own answered more than 64 KiB"
            })
    void aProgramThatDoesNotAnswerIsTrouble(String name, String script, String trouble) throws Exception {
        helper("own", script);
        config(home.resolve("config.json"), "{'credsStore': 'own'}");
        Credentials.Found found = credentials().of(APP);
        assertThat(found.credential()).isEmpty();
        if (trouble.isEmpty()) {
            assertThat(found.trouble()).isEmpty();
        } else {
            assertThat(found.trouble())
                    .startsWith(home.resolve("config.json") + " stores the password in a program: ")
                    .contains(trouble)
                    .doesNotContain("\n", "\u001b", "hunter2");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a path, ../../bin/own, \"../../bin/own\" is not a name of a credential helper",
        "an absolute path, /bin/own, is not a name of a credential helper",
        "an option, -own, is not a name of a credential helper",
        "a line, 'own;x', is not a name of a credential helper",
        "not there, none, docker-credential-none is not on the PATH"
    })
    void aNameThatIsNoneRunsNothing(String name, String helper, String trouble) throws Exception {
        config(home.resolve("config.json"), "{'credsStore': '" + helper + "'}");
        assertThat(credentials().of(APP).trouble()).contains(trouble);
        assertThat(programs).isEmpty();
    }

    @Test
    void aProgramOfTheWorkingDirectoryIsNeverRun() throws Exception {
        helper("own", "echo '" + ANSWER.formatted("me", "abc") + "'");
        config(home.resolve("config.json"), "{'credsStore': 'own'}");
        environment.put("PATH", Path.of("").toAbsolutePath().relativize(bin) + "::.");
        assertThat(credentials().of(APP).trouble()).contains("docker-credential-own is not on the PATH");
    }

    @Test
    void whatFailsIsToldWhereThePasswordWasNeeded() throws Exception {
        config(home.resolve("config.json"), "{'credsStore': 'desktop'}");
        try (var server = FaultyRegistry.start();
                var registry = new Registry(Sample.settings(home))) {
            server.on("GET " + Sample.INDEX_PATH, Reply.challenge("Basic realm=\"x\""));
            Reference app = Sample.app(server.host());
            var failure = catchThrowableOfType(RegistryException.class, () -> registry.manifest(app));
            assertThat(failure.kind()).isEqualTo(Kind.UNAUTHORIZED);
            assertThat(failure)
                    .hasMessage(app + ": reading the manifest: 401 UNAUTHORIZED \"authentication required\" (GET, 1"
                            + " attempt). Fix: docker login " + server.host()
                            + ", perhaps with its own DOCKER_CONFIG, as " + home.resolve("config.json")
                            + " stores the password in a program:"
                            + " docker-credential-desktop is not on the PATH.");
        }
    }

    @Test
    void whatFailsDoesNoHarmWhereNoPasswordIsNeeded() throws Exception {
        config(home.resolve("config.json"), "{'credsStore': 'desktop'}");
        try (var server = FaultyRegistry.start();
                var registry = new Registry(Sample.settings(home))) {
            String challenge = "Bearer realm=\"http://" + server.host() + "/token\"";
            server.on("GET " + Sample.INDEX_PATH, Sample.indexFor("Bearer abc", challenge))
                    .on("GET /token", Reply.document("application/json", Sample.bytes("{\"token\": \"abc\"}")));
            assertThat(registry.manifest(Sample.app(server.host())).bytes()).isEqualTo(Sample.INDEX);
        }
    }

    private String found(Reference reference) {
        return credentials()
                .of(reference)
                .credential()
                .map(c -> c.user() + " " + c.password())
                .orElse("none");
    }

    private Credentials credentials() {
        var settings = new RegistrySettings(Set.of(), home, environment, RegistrySettings.BUDGET);
        return new Credentials(settings, new Programs(programs::add));
    }

    private void helper(String name, String script) throws Exception {
        Path file = Files.writeString(bin.resolve("docker-credential-" + name), "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static void config(Path file, String json) throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, json.replace('\'', '"'));
    }
}
