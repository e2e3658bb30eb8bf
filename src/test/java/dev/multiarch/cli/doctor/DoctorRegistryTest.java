package dev.multiarch.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.multiarch.Commands;
import dev.multiarch.JsonSchemas;
import dev.multiarch.Transcript;
import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.embedded.EmbeddedRegistry;
import dev.multiarch.registry.embedded.Fault;
import dev.multiarch.registry.embedded.Quirk;
import dev.multiarch.registry.embedded.ReceivedRequest;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code doctor --registry}: what is supported is found out, what was pushed is removed, nothing else is touched. */
class DoctorRegistryTest {
    private static final String SCHEMA = "registry-v1.schema.json";

    @RegisterExtension
    final Commands commands = new Commands();

    private final List<ReceivedRequest> heard = new CopyOnWriteArrayList<>();
    private EmbeddedRegistry registry;
    private Registry client;
    private Reference image;

    @BeforeEach
    void start() throws Exception {
        registry = EmbeddedRegistry.start(Optional.empty(), 0, heard::add);
        client = Sample.client();
        image = Reference.parse(registry.host() + "/org/app");
    }

    @AfterEach
    void stop() {
        client.close();
        registry.close();
    }

    private Transcript run(String... more) {
        List<String> words = new ArrayList<>(List.of("doctor", "--registry", registry.host() + "/org/app"));
        words.addAll(List.of(more));
        return commands.run(words.toArray(String[]::new));
    }

    private static Map<String, String> support(Transcript answer) throws Exception {
        assertThat(JsonSchemas.errors(SCHEMA, answer.out())).as(answer.out()).isEmpty();
        Map<String, String> all = new TreeMap<>();
        for (JsonNode trial : new ObjectMapper().readTree(answer.out()).get("trials")) {
            all.put(trial.get("feature").asText(), trial.get("supported").asText());
        }
        return all;
    }

    @Test
    void everythingIsSupportedAndNothingIsLeft() throws Exception {
        Transcript answer = run("--format", "json");
        assertThat(answer).exitCode(0).stderrContains("trying an index by its digest", "removing what was pushed");
        assertThat(support(answer))
                .hasSize(15)
                .allSatisfy(
                        (feature, support) -> assertThat(support).as(feature).isEqualTo("yes"));
        assertThat(new ObjectMapper().readTree(answer.out()).get("left")).isEmpty();
        List<String> written = heard.stream()
                .map(ReceivedRequest::line)
                .filter(line -> line.startsWith("PUT /v2/org/app/manifests/"))
                .map(line -> line.replaceFirst(".*/", ""))
                .distinct()
                .toList();
        assertThat(written).hasSizeGreaterThan(12);
        for (String name : written) {
            Reference pushed = name.contains(":") ? image.with(Digest.parse(name)) : image.withTag(name);
            assertThat(client.resolve(pushed)).as(name).isEmpty();
        }
    }

    @Test
    void whatWasThereStays() throws Exception {
        Digest config = client.pusher().blob(image, "{}".getBytes(StandardCharsets.UTF_8));
        byte[] there = """
                {"schemaVersion":2,"mediaType":"%s","layers":[],
                "config":{"mediaType":"%s","digest":"%s","size":2}}
                """.formatted(MediaTypes.OCI_MANIFEST, MediaTypes.OCI_CONFIG, config)
                .getBytes(StandardCharsets.UTF_8);
        client.pusher().manifest(image.withTag("1"), MediaTypes.OCI_MANIFEST, there);
        heard.clear();
        assertThat(run("--quiet")).exitCode(0).stderrIsEmpty().stdoutContains("everything that was pushed");
        assertThat(client.resolve(image.withTag("1"))).contains(Digest.of(there));
        assertThat(client.blobExists(image, config)).isTrue();
        assertThat(heard)
                .extracting(ReceivedRequest::line)
                .filteredOn(line -> line.matches("(PUT|DELETE) .*/manifests/[^:]*"))
                .isNotEmpty()
                .allMatch(line -> line.contains("/manifests/multiarch-doctor-"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "no-untagged-index, index-by-digest",
        "no-nested-index, nested-index",
        "no-docker-list, docker-list",
        "no-artifact-type, attestation empty-config",
        "no-empty-config, attestation empty-config",
        "no-subject, attestation subject",
        "subject-first, missing-subject",
        "no-referrers, referrers-api",
        "immutable-tags, moving-tags",
        "small-manifests, manifest-4-mib",
        "no-mount, mount",
        "no-tag-delete, delete-tag",
        "tag-delete-takes-all, delete-tag",
    })
    void whatIsRefusedIsNamedWithItsPage(String quirk, String features) throws Exception {
        registry.with(Quirk.parse(quirk));
        Transcript answer = run("--format", "json");
        Map<String, String> support = support(answer);
        assertThat(answer).exitCode(support.containsValue("unknown") ? 3 : 0);
        support.values().removeIf(word -> !word.equals("no"));
        assertThat(support.keySet()).containsExactly(features.split(" "));
        JsonNode json = new ObjectMapper().readTree(answer.out());
        assertThat(json.get("left")).isEmpty();
        for (JsonNode trial : json.get("trials")) {
            if (trial.has("diagnosis")) {
                String page = trial.get("diagnosis").asText();
                assertThat(commands.run("doctor", "--explain", page))
                        .exitCode(0)
                        .stdoutContains(page, "What to do");
            }
        }
    }

    @Test
    void anUntaggedManifestThatIsForgottenIsNoneThatIsTaken() throws Exception {
        registry.with(Quirk.FORGETS_UNTAGGED);
        Transcript answer = run("--format", "json");
        assertThat(answer).exitCode(0);
        assertThat(support(answer)).containsEntry("image-by-digest", "no").containsEntry("index-by-digest", "no");
        assertThat(answer.out()).contains("taken, but then it is not there");
    }

    @Test
    void withoutDeleteItAsksAndNamesWhatStays() throws Exception {
        registry.with(Quirk.NO_DELETE);
        assertThat(run())
                .exitCode(2)
                .stdoutIsEmpty()
                .stderrContains("refuses DELETE (405 UNSUPPORTED", "Nothing was pushed", "--yes");
        assertThat(heard).extracting(ReceivedRequest::method).doesNotContain("PUT");
        Transcript sure = run("--yes", "--format", "json");
        assertThat(sure).exitCode(3);
        assertThat(support(sure)).containsEntry("mount", "unknown").containsEntry("delete-manifest", "no");
        List<String> left = new ArrayList<>();
        new ObjectMapper().readTree(sure.out()).get("left").forEach(each -> left.add(each.asText()));
        assertThat(left).anyMatch(each -> each.matches(".*/org/app:multiarch-doctor-[0-9a-f-]+-tag"));
        assertThat(left)
                .filteredOn(each -> each.matches(".*/org/app@sha256:[0-9a-f]{64}"))
                .hasSizeGreaterThan(12);
        assertThat(run("--yes")).exitCode(3).stdoutContains("this stays, as it could not be removed", " blobs\n");
    }

    @Test
    void whatIsNotKnownStaysUnknown() throws Exception {
        registry.failAlways(
                "POST /v2/org/app-multiarch-doctor/blobs/uploads/",
                Fault.error(500, "UNKNOWN", "\u001b[31mred\u001b[0m\n::error::no"));
        Transcript answer = run("--quiet");
        assertThat(answer).exitCode(3).stdoutContains("unknown", "500 UNKNOWN").stderrIsEmpty();
        assertThat(answer.out()).doesNotContain("\u001b").doesNotContain("\n::error::");
        assertThat(run("--quiet", "--format", "json")).exitCode(3).stdoutContains("\"unknown\"");
    }

    @Test
    void aRegistryThatCanNotBeWrittenIsAFailure() {
        registry.failAlways("POST /v2/org/app/blobs/uploads/", Fault.error(401, "UNAUTHORIZED", "who are you"));
        assertThat(run()).exitCode(4).stdoutIsEmpty().stderrContains("who are you", "docker login " + registry.host());
        String gone = registry.host();
        registry.close();
        assertThat(commands.run("doctor", "--registry", gone + "/app"))
                .exitCode(4)
                .stdoutIsEmpty()
                .stderrContains("cannot connect to " + gone);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "--registry r.invalid/app:1, expected a repository without tag and digest",
        "--registry 127.0.0.1:5000, such as 127.0.0.1:5000/scratch",
        "--registry https://ghcr.io/org/app, found the address of a registry. Fix: --registry ghcr.io/org/app",
        "--registry alpine:3.22, expected a repository without tag and digest",
        "--registry r.invalid/app --platforms linux/arm64, cannot be combined with --platforms",
        "--registry r.invalid/app --policy host, cannot be combined with --policy",
        "--registry r.invalid/app --explain x, cannot be combined with --explain",
        "--registry r.invalid/app --report json=x, --registry judges nothing",
        "--yes, --yes needs --registry",
        "--registry R.INVALID/APP, malformed",
    })
    void wrongUsageIsSaid(String words, String said) {
        List<String> all = new ArrayList<>(List.of("doctor"));
        all.addAll(List.of(words.split(" ")));
        assertThat(commands.run(all.toArray(String[]::new)))
                .exitCode(2)
                .stdoutIsEmpty()
                .stderrContains(said);
    }

    @Test
    void aSignalRemovesWhatWasPushed() throws Exception {
        registry.failAlways("POST /v2/org/app-multiarch-doctor/blobs/uploads/", Fault.delay(Duration.ofMinutes(2)));
        // A shell starts what it puts into the background with SIGINT ignored, and a JVM then keeps to that.
        List<String> words = new ArrayList<>(List.of("env", "--default-signal=INT"));
        words.addAll(Commands.command("doctor", "--registry", registry.host() + "/org/app"));
        Process doctor = Commands.process(words).start();
        try (var err = new BufferedReader(new InputStreamReader(doctor.getErrorStream(), StandardCharsets.UTF_8))) {
            String line = err.readLine();
            while (line != null && !line.contains("a blob of another repository")) {
                line = err.readLine();
            }
            assertThat(line).isNotNull();
            assertThat(commands.program("sh", "-c", "kill -INT " + doctor.pid()))
                    .exitCode(0);
            assertThat(err.lines().toList()).anyMatch(said -> said.contains("everything that was pushed is removed"));
        }
        assertThat(doctor.waitFor()).isEqualTo(130);
        assertThat(heard)
                .filteredOn(request -> request.method().equals("DELETE"))
                .hasSizeGreaterThan(12);
        assertThat(client.tags(image)).isEmpty();
    }
}
