package dev.multiarch.build;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.json.Json;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A bake file takes what {@code docker buildx bake} takes without {@code --allow}. */
class BakeRightsTest {
    @TempDir
    Path folder;

    private Path checkout;

    @BeforeEach
    void checkout() throws IOException {
        checkout = Files.createDirectories(folder.resolve("checkout"));
        Files.createDirectories(checkout.resolve("app"));
        Files.createDirectories(checkout.resolve("git@"));
        Files.writeString(folder.resolve("key"), "secret");
        Files.createSymbolicLink(checkout.resolve("link"), folder);
        Files.createSymbolicLink(checkout.resolve("dangling"), folder.resolve("not-there-yet"));
    }

    private void check(String json, Map<String, String> environment) {
        var target = BakeTarget.of("app", Json.read(json.getBytes(StandardCharsets.UTF_8), "bake"));
        new BakeRights(checkout, environment).check(target);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a context              | {"context": "/etc"}                                   | its context is /etc
            one above              | {"context": ".."}                                     | its context is ..
            one behind a link      | {"context": "link"}                                   | its context is link
            one above what is missing | {"context": "missing/../.."}                       | its context is missing/../..
            one like an address    | {"context": "git@/../.."}                             | its context is git@/../..
            a Dockerfile           | {"dockerfile": "/etc/shadow"}                         | its dockerfile is /etc/shadow
            one from here          | {"dockerfile": "cwd://../key"}                        | its dockerfile is ../key
            a further context      | {"contexts": {"x": "../"}}                            | its contexts is ../
            a layout               | {"contexts": {"x": "oci-layout:///var/lib/x@sha256:ab"}} | its contexts is oci-layout:///var/lib/x@sha256:ab
            an address of a file   | {"contexts": {"x": "file:///etc"}}                    | its contexts is file:///etc
            a secret               | {"secret": [{"type": "file", "id": "s", "src": "/etc/shadow"}]} | its secret is /etc/shadow
            a secret in one text   | {"secret": ["id=s,source=link/key"]}                  | its secret is link/key
            a secret in capitals   | {"secret": ["ID=s,SRC=/etc/shadow"]}                  | its secret is /etc/shadow
            one with a variable too | {"secret": ["id=s,env=TOKEN,src=/etc/shadow"]}       | its secret is /etc/shadow
            a cache to a link to nothing | {"cache-to": ["type=local,dest=dangling"]}        | its cache-to is dangling
            a secret by its id     | {"secret": ["id=../key"]}                             | its secret is ../key
            a cache to read        | {"cache-from": [{"type": "local", "src": "/var"}]}    | its cache-from is /var
            a cache to write       | {"cache-to": ["type=local,dest=../x"]}                | its cache-to is ../x
            """)
    void whatIsOutsideIsRefused(String name, String json, String message) {
        assertThatThrownBy(() -> check(json, Map.of()))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith("target app: " + message + ", which is outside of " + checkout)
                .hasMessageEndingWith("or set BUILDX_BAKE_ENTITLEMENTS_FS=0, as for docker buildx bake");
        assertThatCode(() -> check(json, Map.of("BUILDX_BAKE_ENTITLEMENTS_FS", "0")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            keys of SSH   | {"ssh": ["default"]}                   | it asks for keys of SSH.
            a right       | {"entitlements": ["security.insecure"]} | it asks for the right security.insecure.
            a token       | {"secret": [{"type": "env", "id": "MULTIARCH_INPUT_GITHUB_TOKEN"}]} | it asks for the variable MULTIARCH_INPUT_GITHUB_TOKEN as a secret, which holds what this step was given
            another token | {"secret": ["id=x,env=ACTIONS_ID_TOKEN_REQUEST_TOKEN"]} | it asks for the variable ACTIONS_ID_TOKEN_REQUEST_TOKEN as a secret, which holds what this step was given
            a token by id | {"secret": ["id=COSIGN_PASSWORD"]} | it asks for the variable COSIGN_PASSWORD as a secret, which holds what this step was given
            the network   | {"network": "host"}                    | it asks for the network of the builder's host.
            """)
    void whatBakeHasToAllowIsRefused(String name, String json, String message) {
        assertThatThrownBy(() -> check(json, Map.of("BUILDX_BAKE_ENTITLEMENTS_FS", "0")))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("target app: " + message);
    }

    @Test
    void whatIsBelowOrElsewhereIsTaken() {
        check("""
                {"context": "app", "dockerfile": "../Dockerfile", "network": "none",
                 "contexts": {"a": "docker-image://alpine:3", "b": "app", "c": "https://h/r.git"},
                 "secret": [{"id": "t", "env": "TOKEN"}, {"type": "env", "id": "u"}, {"id": "f", "src": "app/f"}, {"id": "TOKEN"}],
                 "cache-from": [{"type": "registry", "ref": "a/b"}], "cache-to": ["type=local,dest=cache"]}
                """, Map.of());
        check("{\"context\": \"https://github.com/o/r.git#main\"}", Map.of());
    }
}
