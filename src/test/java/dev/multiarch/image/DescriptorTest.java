package dev.multiarch.image;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.text.FormatException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DescriptorTest {
    @Test
    void aDigestOfAnotherAlgorithmSaysWhereItStands() {
        String index =
                "{\"schemaVersion\": 2, \"manifests\": [{\"mediaType\": \"t\", \"size\": 1, \"digest\": \"md5:1\"}]}";
        assertThatThrownBy(() -> Index.parse(index.getBytes(StandardCharsets.UTF_8), "app:1"))
                .isInstanceOf(FormatException.class)
                .hasMessage(
                        "app:1: manifests[0].digest: digest \"md5:1\" is malformed: expected sha256: and 64 lower-case"
                                + " hex digits, or sha512: and 128");
    }
}
