package dev.multiarch.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A descriptor's {@code data}. */
class InlineDataTest {
    /** {@code hello} and its digest. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "the content, aGVsbG8=, ''",
        "without padding, aGVsbG8, ''",
        "other content, aGVsbEg=, is not the content of sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824 (5 bytes)",
        "less, aGVsbA==, is not the content of sha256:",
        "nothing, '', is not the content of sha256:",
        "no base64, %%%, 'expected base64, found something else'"
    })
    void contentThatComesAlongIsChecked(String name, String data, String why) {
        String json = "{\"mediaType\": \"t\", \"size\": 5, \"data\": \"" + data + "\", \"digest\":"
                + " \"sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\"}";
        if (why.isEmpty()) {
            assertThat(Descriptor.read(Json.read(json.getBytes(StandardCharsets.UTF_8), "d"))
                            .size())
                    .isEqualTo(5);
        } else {
            assertThatThrownBy(() -> Descriptor.read(Json.read(json.getBytes(StandardCharsets.UTF_8), "d")))
                    .hasMessageContaining("d: data: " + why);
        }
    }
}
