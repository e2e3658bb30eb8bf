package dev.multiarch.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RUN curl https://me:pw@h/x | RUN curl https://***@h/x",
                "RUN curl 'https://h/x?sig=abc&ref=v1#f' | RUN curl 'https://h/x?sig=***&ref=v1#f'",
                "RUN NPM_TOKEN=abc npm ci | RUN NPM_TOKEN=*** npm ci",
                "ENV db.password=\"a b\" X=1 | ENV db.password=*** X=1",
                "curl -H \"Authorization: Bearer abc\" h | curl -H \"Authorization: Bearer ***\" h",
                "RUN --mount=type=secret,id=npm npm ci | RUN --mount=type=secret,id=npm npm ci",
                "see https://h/x#y and a:b/c@d | see https://h/x#y and a:b/c@d",
                "RUN make VERSION=1 | RUN make VERSION=1"
            })
    void namesAndAddressesGiveSecretsAway(String text, String safe) {
        assertThat(Secrets.NONE.without(text)).isEqualTo(safe);
    }

    @Test
    void knownValuesAreTakenOutTheLongestFirst() {
        Secrets secrets =
                Secrets.of(List.of("hunter2", "hunter2-and-more", "short", " ", "-----BEGIN\nlinetwo\n-----END"));

        assertThat(secrets.withoutValues("a hunter2-and-more, hunter2, short, linetwo"))
                .isEqualTo("a ***, ***, short, ***");
    }

    @Test
    void hostileTextsTakeNoTime() {
        String word = "KEY".repeat(100_000);
        assertThat(Secrets.NONE.without(word + " ://" + word)).hasSize(2 * word.length() + 4);
    }
}
