package dev.multiarch.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A key verifies what was signed with it, and nothing else. */
class VerificationKeyTest {
    private static final byte[] MESSAGE = "what was signed".getBytes(StandardCharsets.UTF_8);

    static List<KeyPairs> all() throws Exception {
        return List.of(
                KeyPairs.usual(),
                KeyPairs.ecdsa("secp384r1", "SHA256withECDSA"),
                KeyPairs.ecdsa("secp384r1", "SHA384withECDSA"),
                KeyPairs.ecdsa("secp521r1", "SHA512withECDSA"),
                KeyPairs.rsa(2048),
                KeyPairs.ed25519("Ed25519"),
                KeyPairs.ed25519("Ed25519ph"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void verifiesItsOwn(KeyPairs pair) throws Exception {
        byte[] signature = pair.sign(MESSAGE);
        assertThat(pair.key().verifies(MESSAGE, signature)).isTrue();
        assertThat(pair.key().verifies("something else".getBytes(StandardCharsets.UTF_8), signature))
                .isFalse();
        assertThat(new KeyPairs(KeyPairs.usual().pair(), "").key().verifies(MESSAGE, signature))
                .isFalse();
        signature[signature.length - 1] ^= 1;
        assertThat(pair.key().verifies(MESSAGE, signature)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("all")
    void refusesWhatIsNoSignature(KeyPairs pair) {
        byte[] signature = pair.sign(MESSAGE);
        for (int length : new int[] {0, 1, 2, 5, signature.length - 1}) {
            assertThat(pair.key().verifies(MESSAGE, Arrays.copyOf(signature, length)))
                    .isFalse();
        }
        assertThat(pair.key().verifies(MESSAGE, Arrays.copyOf(signature, signature.length + 1)))
                .isFalse();
        assertThat(pair.key().verifies(MESSAGE, new byte[100_000])).isFalse();
    }

    /** Java 17.0.0 to 17.0.2 takes the first for valid; the numbers are looked at on every Java. */
    @Test
    void numbersOutOfRangeAreNoSignature() throws Exception {
        var order =
                ((ECPublicKey) KeyPairs.usual().pair().getPublic()).getParams().getOrder();
        byte[] zeros = {0x30, 6, 2, 1, 0, 2, 1, 0};
        byte[] ones = {0x30, 6, 2, 1, 1, 2, 1, 1};
        byte[] negative = {0x30, 6, 2, 1, 1, 2, 1, -1};
        assertThat(EcdsaNumbers.areInRange(ones, order)).isTrue();
        assertThat(EcdsaNumbers.areInRange(zeros, order)).isFalse();
        assertThat(EcdsaNumbers.areInRange(negative, order)).isFalse();
        assertThat(EcdsaNumbers.areInRange(ones, java.math.BigInteger.ONE)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cosign.pub", "-----BEGIN PUBLIC KEY-----", "-----BEGIN CERTIFICATE-----\nAAAA\n"})
    void saysThatItIsNoKey(String text) {
        assertThatThrownBy(() -> VerificationKey.parse(text))
                .hasMessage("this is not a public key, expected one that begins with -----BEGIN PUBLIC KEY-----");
    }

    @Test
    void saysWhatIsWrongWithAKey() throws Exception {
        KeyPairs pair = KeyPairs.usual();
        assertThatThrownBy(() -> VerificationKey.parse(
                        KeyPairs.pem("PRIVATE KEY", pair.pair().getPrivate().getEncoded())))
                .hasMessage("this is a private key, which must stay secret, expected the public key to it");
        assertThatThrownBy(() -> VerificationKey.parse(pair.pem().replace("MF", "!!")))
                .hasMessage("this public key can't be read: it is not base64");
        assertThatThrownBy(() -> VerificationKey.parse(KeyPairs.pem("PUBLIC KEY", MESSAGE)))
                .hasMessage("this public key can't be read, expected one for ECDSA, RSA or Ed25519");
        assertThatThrownBy(() -> KeyPairs.rsa(1024).key())
                .hasMessage("this RSA key has 1024 bits, expected 2048 to 16384");
    }

    @Test
    void theSameKeyIsEqual() throws Exception {
        KeyPairs pair = KeyPairs.usual();
        assertThat(pair.key()).isEqualTo(VerificationKey.parse("\n" + pair.pem().replace("\n", "\r\n")));
        assertThat(pair.key()).isNotEqualTo(KeyPairs.usual().key()).hasSameHashCodeAs(pair.key());
        assertThat(pair.key().toString())
                .isEqualTo("key sha256:" + pair.key().digest().shortHex() + "…");
    }
}
