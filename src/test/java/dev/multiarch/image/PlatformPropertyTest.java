package dev.multiarch.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.text.FormatException;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PlatformPropertyTest {
    /** As documents and people spell them. */
    @Provide
    static Arbitrary<String> spelt() {
        Arbitrary<String> os = Arbitraries.of("linux", "Linux", "macos", "windows", "windows(10.0.17763.1)", "freebsd");
        Arbitrary<String> architecture = Arbitraries.of(
                "amd64", "x86_64", "X86-64", "i386", "386", "aarch64", "arm64", "arm", "armhf", "armel", "riscv64",
                "mips");
        Arbitrary<String> variant = Arbitraries.of(
                "", "/v1", "/v2", "/5", "/6", "/7", "/8", "/9", "/v5", "/v6", "/V7", "/v8", "/v8.0", "/v9.0", "/v9.1");
        return Combinators.combine(os, architecture, variant).as((o, a, v) -> o + "/" + a + v);
    }

    @Property
    void aSpellingPrintsAsOneThatReadsBack(@ForAll("spelt") String text) {
        Platform platform = Platform.parse(text);
        assertThat(Platform.parse(platform.toString())).isEqualTo(platform);
        assertThat(Platform.parse(text.toUpperCase(Locale.ROOT))).isEqualTo(platform);
    }

    @Property
    void normalisingTwiceChangesNothing(@ForAll("spelt") String text) {
        Platform once = Platform.parse(text);
        assertThat(new Platform(once.os(), once.architecture(), once.variant(), once.osVersion()))
                .isEqualTo(once);
    }

    @Property
    void twoAreEqualExactlyWhereTheyPrintAlike(@ForAll("spelt") String one, @ForAll("spelt") String other) {
        Platform a = Platform.parse(one);
        Platform b = Platform.parse(other);
        assertThat(a.equals(b)).isEqualTo(a.toString().equals(b.toString()));
        assertThat(a.compareTo(b) == 0).isEqualTo(a.equals(b));
    }

    @Provide
    static Arbitrary<String> near() {
        return Arbitraries.of(
                        "linux",
                        "windows",
                        "arm",
                        "arm64",
                        "v7",
                        "7",
                        "/",
                        "//",
                        "(",
                        ")",
                        "()",
                        "(1.2)",
                        ".",
                        "-",
                        "_",
                        " ",
                        "\n",
                        "é",
                        "\0",
                        "ı",
                        "İ",
                        "K",
                        "x".repeat(65))
                .list()
                .ofMaxSize(8)
                .map(pieces -> String.join("", pieces));
    }

    @Property(tries = 3000)
    void whateverItIsItIsAPlatformOrAFormatError(@ForAll("near") String text) {
        readsBack(text);
    }

    @Property
    void anyTextIsAPlatformOrAFormatError(@ForAll String text) {
        readsBack(text);
    }

    private static void readsBack(String text) {
        read(text).ifPresent(platform -> {
            assertThat(Platform.parse(platform.toString())).isEqualTo(platform);
            assertThat(platform.slug()).matches("[a-z0-9_.-]+");
        });
    }

    private static Optional<Platform> read(String text) {
        try {
            return Optional.of(Platform.parse(text));
        } catch (FormatException malformed) {
            assertThat(malformed.getMessage()).isNotBlank();
            return Optional.empty();
        }
    }
}
