package dev.multiarch.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.text.FormatException;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ReferencePropertyTest {
    /** By distribution/reference's grammar, without Docker Hub's short forms. */
    @Provide
    static Arbitrary<String> whole() {
        Arbitrary<String> label = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .numeric()
                .ofMinLength(1)
                .ofMaxLength(12);
        // the last label of a name begins with a letter: what begins with a digit is an address or nothing (RFC 3696,
        // 2)
        Arbitrary<String> name =
                label.list().ofMinSize(1).ofMaxSize(3).map(labels -> String.join(".", labels) + ".x" + labels.get(0));
        Arbitrary<String> host =
                Arbitraries.oneOf(name, Arbitraries.of("localhost", "[::1]", "[fd00:1::2]", "127.0.0.1"));
        Arbitrary<String> port = Arbitraries.integers().between(1, 65535).map(p -> ":" + p);
        Arbitrary<String> word = Arbitraries.strings()
                .withCharRange('a', 'z')
                .numeric()
                .ofMinLength(1)
                .ofMaxLength(8);
        Arbitrary<String> separator = Arbitraries.of(".", "_", "__", "-", "---");
        Arbitrary<String> part = Combinators.combine(word, separator, word).as((a, s, b) -> a + s + b);
        Arbitrary<String> path = Arbitraries.oneOf(word, part)
                .list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .map(parts -> "/" + String.join("/", parts));
        return Combinators.combine(host, optional(port), path, optional(tag()), optional(digest()))
                .as((h, p, r, t, d) -> h + p + r + t + d);
    }

    private static Arbitrary<String> tag() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .numeric()
                .withChars("_")
                .ofMinLength(1)
                .ofMaxLength(128)
                .map(tag -> ":" + tag);
    }

    private static Arbitrary<String> digest() {
        return Arbitraries.strings()
                .numeric()
                .withCharRange('a', 'f')
                .ofLength(64)
                .map(hex -> "@sha256:" + hex);
    }

    private static Arbitrary<String> optional(Arbitrary<String> text) {
        return text.optional().map(t -> t.orElse(""));
    }

    @Property
    void whatTheGrammarAllowsIsReadAndPrintedAlike(@ForAll("whole") String text) {
        assertThat(Reference.parse(text)).hasToString(text);
    }

    /** Pieces that references are made of, in any order. */
    @Provide
    static Arbitrary<String> near() {
        return Arbitraries.of(
                        "a",
                        "A",
                        "9",
                        ".",
                        "..",
                        "-",
                        "_",
                        "__",
                        "___",
                        "/",
                        "//",
                        ":",
                        "::",
                        "@",
                        "sha256:",
                        "[",
                        "]",
                        "[::1]",
                        "localhost",
                        "docker.io",
                        "é",
                        " ",
                        "\n",
                        "\0",
                        "%",
                        "?",
                        "#",
                        "f".repeat(64))
                .list()
                .ofMaxSize(9)
                .map(pieces -> String.join("", pieces));
    }

    @Property(tries = 3000)
    void whateverItIsItIsAReferenceOrAFormatError(@ForAll("near") String text) {
        readsBack(text);
    }

    @Property
    void anyTextIsAReferenceOrAFormatError(@ForAll String text) {
        readsBack(text);
    }

    private static void readsBack(String text) {
        read(text).ifPresent(reference -> {
            assertThat(Reference.parse(reference.toString())).isEqualTo(reference);
            assertThat(reference.orLatest().selector()).isNotEmpty();
        });
    }

    private static Optional<Reference> read(String text) {
        try {
            return Optional.of(Reference.parse(text));
        } catch (FormatException malformed) {
            assertThat(malformed.getMessage()).isNotBlank();
            return Optional.empty();
        }
    }
}
