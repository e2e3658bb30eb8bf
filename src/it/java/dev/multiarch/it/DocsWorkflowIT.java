package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workflows of the documentation ship an image; only the registry is another one, which asks for no password. */
class DocsWorkflowIT {
    private static final Pattern BLOCK = Pattern.compile("```yaml\n(on:.*?)```", Pattern.DOTALL);

    private final Stack stack = Stack.require();

    @RegisterExtension
    final Commands commands = new Commands().within(Duration.ofMinutes(5));

    @TempDir
    Path temp;

    @ParameterizedTest(name = "{0}")
    @CsvSource({"quick-start.md", "how-to/caches.md"})
    void shipsTheImage(String page) throws IOException {
        String image = stack.registry() + "/it/docs-" + Long.toHexString(System.nanoTime());
        Matcher block = BLOCK.matcher(Files.readString(Path.of("docs", page)));
        assertThat(block.find()).isTrue();
        String workflow = block.group(1).replace("ghcr.io/org/app", image);
        Consumer consumer = new Consumer(temp, commands);
        consumer.write("Dockerfile", "FROM " + Stack.variable("MULTIARCH_IT_BASE_IMAGE") + "\nRUN uname -m > /on\n");
        Transcript run = consumer.push(workflow);
        Matcher made = Pattern.compile("creating builder (multiarch-[0-9a-f]+)").matcher(run.out());
        if (made.find()) {
            assertThat(commands.program("docker", "buildx", "rm", made.group(1)))
                    .exitCode(0);
        }
        assertThat(run).exitCode(0).stdoutContains("Verdict: pass");
        assertThat(consumer.digest(image + ":latest")).isNotEmpty();
    }
}
