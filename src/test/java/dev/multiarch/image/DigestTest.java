package dev.multiarch.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.text.FormatException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigestTest {
    private static final byte[] ABC = "abc".getBytes(StandardCharsets.UTF_8);

    /** FIPS 180-2, appendices B.1 and C.1. */
    private static final String SHA256 = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static final String SHA512 = "sha512:ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
            + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f";

    @Test
    void hashesAreThoseOfTheStandard() {
        assertThat(Digest.of(ABC)).hasToString(SHA256).isEqualTo(Digest.parse(SHA256));
        assertThat(Digest.parse(SHA512).sameOf(ABC)).hasToString(SHA512);
        assertThat(Digest.parse(SHA256).sameOf(ABC)).hasToString(SHA256);
    }

    @Test
    void bytesCanBeStreamed() {
        MessageDigest hash = Digest.parse(SHA512).hash();
        for (byte b : ABC) {
            hash.update(b);
        }
        assertThat(Digest.finish("sha512", hash)).hasToString(SHA512);
    }

    @Test
    void tablesShowTwelveDigits() {
        assertThat(Digest.of(ABC).shortHex()).isEqualTo("ba7816bf8f01");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "nothing, ''",
        "no algorithm, 64HEX",
        "empty algorithm, :64HEX",
        "unknown algorithm, md5:64HEX",
        "capitals, sha256:64CAPS",
        "capitals in the algorithm, SHA256:64HEX",
        "too short, sha256:abc",
        "too long, sha256:64HEXa",
        "sha512 of the wrong length, sha512:64HEX",
        "no hex, sha256:64G",
        "space behind, 'sha256:64HEX '",
        "another one behind, sha256:64HEX@sha256:64HEX",
        "digits of another script, sha256:64THAI"
    })
    void isMalformed(String name, String text) {
        String digest = text.replace("64HEX", "a".repeat(64))
                .replace("64CAPS", "A".repeat(64))
                .replace("64THAI", "\u0e51".repeat(64))
                .replace("64G", "g".repeat(64));
        assertThatThrownBy(() -> Digest.parse(digest))
                .isInstanceOf(FormatException.class)
                .hasMessage("digest \"" + digest
                        + "\" is malformed: expected sha256: and 64 lower-case hex digits, or sha512: and 128");
    }

    @Test
    void aMegabyteOfNoDigestGivesAShortMessage() {
        assertThatThrownBy(() -> Digest.parse("sha256:" + "x".repeat(1 << 20)))
                .hasMessageStartingWith("digest \"sha256:xxx")
                .hasMessageEndingWith("or sha512: and 128")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1100));
    }
}
