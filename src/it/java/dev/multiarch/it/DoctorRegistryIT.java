package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.multiarch.Commands;
import dev.multiarch.JsonSchemas;
import dev.multiarch.Transcript;
import dev.multiarch.registry.Distribution;
import dev.multiarch.registry.embedded.EmbeddedRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code doctor --registry} prints what each real registry is known to do. */
class DoctorRegistryIT {
    private final Stack stack = Stack.require();
    private final String repository = "doctor/" + UUID.randomUUID().toString().substring(0, 8);

    @RegisterExtension
    final Commands commands = new Commands().inOwnJvm().within(Duration.ofMinutes(3));

    @TempDir
    Path folder;

    private List<String> left = List.of();

    /** @return the features that are not supported, and those that are not known with a question mark */
    private List<String> missing(int exit, String host, String... more) throws Exception {
        List<String> words = new ArrayList<>(List.of("doctor", "--registry", host + "/" + repository));
        words.addAll(List.of(more));
        words.addAll(List.of("--format", "json"));
        Transcript answer = commands.in(folder).run(words.toArray(String[]::new));
        assertThat(answer).exitCode(exit);
        assertThat(JsonSchemas.errors("registry-v1.schema.json", answer.out())).isEmpty();
        JsonNode json = new ObjectMapper().readTree(answer.out());
        left = new ArrayList<>();
        json.get("left").forEach(each -> left.add(each.asText()));
        Map<String, String> support = new TreeMap<>();
        for (JsonNode trial : json.get("trials")) {
            support.put(trial.get("feature").asText(), trial.get("supported").asText());
        }
        assertThat(support).hasSize(15);
        support.values().removeIf("yes"::equals);
        return support.entrySet().stream()
                .map(each -> each.getKey() + (each.getValue().equals("no") ? "" : "?"))
                .toList();
    }

    private void tagsAre(String host, String tags) {
        assertThat(commands.program("curl", "-s", "http://" + host + "/v2/" + repository + "/tags/list"))
                .exitCode(0)
                .stdoutContains("\"tags\":" + tags);
    }

    @Test
    void distribution() throws Exception {
        assertThat(missing(0, stack.registry())).containsExactly("referrers-api");
        assertThat(left).allMatch(each -> each.endsWith(" (an empty repository)"));
        tagsAre(stack.registry(), "[]");
    }

    @Test
    void distributionAsItIsConfiguredAtFirstDeletesNothing() throws Exception {
        try (Distribution registry = Distribution.start(folder, "")) {
            assertThat(commands.in(folder).run("doctor", "--registry", registry.host() + "/" + repository))
                    .exitCode(2)
                    .stderrContains("refuses DELETE (405 UNSUPPORTED", "Fix: ", "--yes");
            assertThat(missing(3, registry.host(), "--yes"))
                    .containsExactly("delete-manifest", "delete-tag", "mount?", "referrers-api");
            assertThat(left)
                    .filteredOn(each -> each.matches(".*@sha256:[0-9a-f]{64}"))
                    .hasSizeGreaterThan(12);
        }
    }

    @Test
    void distributionBehindTlsAndAPassword() throws Exception {
        String host = Stack.variable("MULTIARCH_IT_SECURE_REGISTRY");
        assertThat(missing(0, host)).containsExactly("referrers-api");
        assertThat(commands.in(folder)
                        .with("DOCKER_CONFIG", folder.resolve("nobody").toString())
                        .run("doctor", "--registry", host + "/" + repository))
                .exitCode(4)
                .stdoutIsEmpty()
                .stderrContains("401", "Fix: docker login " + host);
    }

    @Test
    void olareg() throws Exception {
        String host = Stack.variable("MULTIARCH_IT_OLAREG");
        assertThat(missing(0, host)).isEmpty();
        assertThat(left).allMatch(each -> each.endsWith(" (an empty repository)"));
        tagsAre(host, "[]");
    }

    @Test
    void ourOwn() throws Exception {
        try (EmbeddedRegistry registry = EmbeddedRegistry.start()) {
            assertThat(missing(0, registry.host())).isEmpty();
            assertThat(left).isEmpty();
        }
    }
}
