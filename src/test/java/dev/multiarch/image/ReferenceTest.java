package dev.multiarch.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.multiarch.text.FormatException;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReferenceTest {
    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);
    private static final String EXPECTED = ". Expected [registry/]repository[:tag][@digest]";

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "one word, alpine, docker.io, library/alpine, '', ''",
        "with a tag, alpine:3.20, docker.io, library/alpine, 3.20, ''",
        "an organisation, org/app:1, docker.io, org/app, 1, ''",
        "Docker Hub named, docker.io/org/app, docker.io, org/app, '', ''",
        "Docker Hub named for a library, docker.io/alpine, docker.io, library/alpine, '', ''",
        "Docker Hub's index, index.docker.io/alpine, docker.io, library/alpine, '', ''",
        "a host, ghcr.io/org/app:1, ghcr.io, org/app, 1, ''",
        "a deep path, r.example/a/b/c/d:x, r.example, a/b/c/d, x, ''",
        "a port, r.example:5000/app, r.example:5000, app, '', ''",
        "a port and a tag, r.example:5000/app:1, r.example:5000, app, 1, ''",
        "localhost, localhost/app, localhost, app, '', ''",
        "localhost with a port, localhost:5000/app:1, localhost:5000, app, 1, ''",
        "IPv4, 127.0.0.1:5000/app, 127.0.0.1:5000, app, '', ''",
        "IPv6, '[::1]/app:1', [::1], app, 1, ''",
        "IPv6 with a port, '[2001:db8::1]:5000/org/app:1', [2001:db8::1]:5000, org/app, 1, ''",
        "a host by its capitals, Registry/app, Registry, app, '', ''",
        "a word that could be a host, registry/app, docker.io, registry/app, '', ''",
        "host:port without a path is name:tag, localhost:5000, docker.io, library/localhost, 5000, ''",
        "a digest, r.example/app@DIGEST, r.example, app, '', DIGEST",
        "a tag and a digest, r.example:5000/app:1@DIGEST, r.example:5000, app, 1, DIGEST",
        "separators, r.example/a.b_c__d-e---f, r.example, a.b_c__d-e---f, '', ''",
        "a tag of all letters, r.example/app:_A.b-9, r.example, app, _A.b-9, ''"
    })
    void isRead(String name, String text, String registry, String repository, String tag, String digest) {
        Reference read = Reference.parse(text.replace("DIGEST", DIGEST));
        assertThat(read.registry()).isEqualTo(registry);
        assertThat(read.repository()).isEqualTo(repository);
        assertThat(read.tag().orElse("")).isEqualTo(tag);
        assertThat(read.digest().map(Digest::toString).orElse("")).isEqualTo(digest.replace("DIGEST", DIGEST));
        assertThat(Reference.parse(read.toString()))
                .as("what is printed reads back")
                .isEqualTo(read);
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                arguments("nothing", "", "", "it names no repository"),
                arguments("a tag alone", ":1", ":1", "it names no repository"),
                arguments(
                        "capitals",
                        "r.example/App:1",
                        "r.example/App",
                        "\"App\" is not a repository name; use lower-case letters"),
                arguments("a space", "r.example/a b", "r.example/a b", "\"a b\" is not a repository name"),
                arguments("a path upwards", "r.example/../x", "r.example/../x", "\"../x\" is not a repository name"),
                arguments("a double slash", "r.example//x", "r.example//x", "\"/x\" is not a repository name"),
                arguments("a slash at the end", "r.example/x/", "r.example/x/", "\"x/\" is not a repository name"),
                arguments("no repository", "r.example/", "r.example/", "\"\" is not a repository name"),
                arguments("a query", "r.example/x?y=z", "r.example/x?y=z", "\"x?y=z\" is not a repository name"),
                arguments(
                        "a scheme",
                        "https://r.example/x",
                        "https://r.example/x",
                        "\"https:\" is not a registry" + " host"));
    }

    static Stream<Arguments> malformedTagsAndHosts() {
        return Stream.of(
                arguments(
                        "an empty tag",
                        "r.example/x:",
                        "r.example/x:",
                        "\"\" is not a tag (letters, digits, _ . -, at most 128)"),
                arguments(
                        "a tag with a slash behind",
                        "r.example/x:a b",
                        "r.example/x:a b",
                        "\"a b\" is not a tag (letters, digits, _ . -, at most 128)"),
                arguments(
                        "a tag that looks like an option",
                        "r.example/x:-y",
                        "r.example/x:-y",
                        "\"-y\" is not a tag (letters, digits, _ . -, at most 128)"),
                arguments("no port", "r.example:/x", "r.example:/x", "\"r.example:\" is not a registry host"),
                arguments(
                        "a port too high",
                        "r.example:65536/x",
                        "r.example:65536/x",
                        "\"r.example:65536\" is not a registry host"),
                arguments("not IPv6", "[1:2]:5/x", "[1:2]:5/x", "\"[1:2]:5\" is not a registry host"),
                arguments("not IPv4", "300.1.1.1:5/x", "300.1.1.1:5/x", "\"300.1.1.1:5\" is not a registry host"),
                arguments("a hyphen first", "-r.example/x", "-r.example/x", "\"-r.example\" is not a registry host"),
                arguments("a password", "me:pw@r.example/x", null, null));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"malformed", "malformedTagsAndHosts"})
    void isMalformed(String name, String text, String shown, String why) {
        String message = shown == null
                ? "digest \"r.example/x\" is malformed: expected sha256: and 64 lower-case hex digits, or sha512: and 128"
                : "image reference \"" + shown + "\" is malformed: " + why + EXPECTED;
        assertThatThrownBy(() -> Reference.parse(text))
                .isInstanceOf(FormatException.class)
                .hasMessage(message);
    }

    @Test
    void lengthsAreLimited() {
        String longest = "r.example/" + "a".repeat(245);
        assertThat(Reference.parse(longest).name()).hasSize(255);
        assertThatThrownBy(() -> Reference.parse(longest + "a"))
                .hasMessage("image reference \"" + longest + "a\" is malformed: its name is longer than 255 characters"
                        + EXPECTED);
        assertThatThrownBy(() -> Reference.parse("x".repeat(1 << 20)))
                .hasMessage("image reference \"" + "x".repeat(64)
                        + "…\" is malformed: it is longer than 1024 characters" + EXPECTED);
        assertThat(Reference.parse("x:" + "t".repeat(128)).tag()).isPresent();
        assertThatThrownBy(() -> Reference.parse("x:" + "t".repeat(129))).isInstanceOf(FormatException.class);
    }

    @Test
    void aDigestWinsOverATagAndLatestOverNothing() {
        Reference both = Reference.parse("r.example/app:1@" + DIGEST);
        assertThat(both.selector()).isEqualTo(DIGEST);
        assertThat(Reference.parse("r.example/app:1").selector()).isEqualTo("1");
        assertThat(Reference.parse("r.example/app").selector()).isEqualTo("latest");
        assertThat(both.orLatest()).isEqualTo(both);
        assertThat(Reference.parse("r.example/app").orLatest()).hasToString("r.example/app:latest");
    }

    @Test
    void othersOfTheSameRepository() {
        Reference both = Reference.parse("r.example/app:1@" + DIGEST);
        assertThat(both.withTag("2")).hasToString("r.example/app:2");
        assertThat(both.repositoryOnly())
                .isEqualTo(new Reference("r.example", "app", Optional.empty(), Optional.empty()));
        assertThat(both.repositoryOnly().with(Digest.parse(DIGEST))).hasToString("r.example/app@" + DIGEST);
        assertThat(both.name()).isEqualTo("r.example/app");
    }
}
