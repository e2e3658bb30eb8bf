package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Transcript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code cache: true} with the cache service that act has, which BuildKit reads and writes as GitHub's. */
class CacheServiceIT extends WithConsumer {
    private static final String WORKFLOW = """
            on: push
            jobs:
              image:
                runs-on: ubuntu-latest
                steps:
                  - uses: actions/checkout@v4
                  - uses: org/multiarch-action@v1
                    with:
                      image: %s
                      platforms: linux/amd64,linux/arm64
                      tags: latest
                      cache: true
                      build-args: BASE=%s
            """;

    /** No two builds write the same. */
    private static final String DOCKERFILE = """
            ARG BASE
            FROM ${BASE}
            RUN uname -m > /built-on && cat /proc/sys/kernel/random/uuid > /number
            """;

    private String image;

    @Test
    void aNewBuilderFindsWhatAnotherOneHasBuilt() throws IOException {
        image = stack.registry() + "/it/cache-" + Long.toHexString(System.nanoTime());
        consumer.write("Dockerfile", DOCKERFILE);
        consumer.with("ACTIONS_RUNTIME_TOKEN", token());
        String first = built();
        assertThat(built()).isEqualTo(first);
        consumer.write("Dockerfile", DOCKERFILE.replace("uname -m", "uname -a"));
        assertThat(built()).isNotEqualTo(first);
    }

    /**
     * What each platform's image has as its number. The builder is gone afterwards; it may have been there before, as
     * the same settings make the same name.
     */
    private String built() throws IOException {
        Transcript run = consumer.push(WORKFLOW.formatted(image, Stack.variable("MULTIARCH_IT_BASE_IMAGE")));
        Matcher made = Pattern.compile("building on (multiarch-[0-9a-f]+)").matcher(run.out());
        assertThat(made.find()).as(run.toString()).isTrue();
        assertThat(commands.program("docker", "buildx", "rm", made.group(1))).exitCode(0);
        assertThat(run)
                .exitCode(0)
                .stdoutContains("importing cache manifest from gha:", "exporting to GitHub Actions Cache");
        return number("amd64") + number("arm64");
    }

    private String number(String architecture) {
        Transcript number = commands.program(
                "sh",
                "-c",
                "crane export --insecure --platform linux/" + architecture + " " + image
                        + ":latest - | tar -xO number built-on");
        assertThat(number).exitCode(0);
        return number.out();
    }

    /** As GitHub gives one to each job; nobody here looks at its signature. */
    private static String token() {
        long now = Instant.now().getEpochSecond();
        String claims = "{\"ac\": \"[{\\\"Scope\\\": \\\"refs/heads/main\\\", \\\"Permission\\\": 3}]\", \"nbf\": "
                + (now - 60) + ", \"exp\": " + (now + 3600) + "}";
        return part("{\"alg\": \"HS256\", \"typ\": \"JWT\"}") + "." + part(claims) + "." + part("signature");
    }

    private static String part(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
