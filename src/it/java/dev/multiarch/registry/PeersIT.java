package dev.multiarch.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.it.Stack;
import dev.multiarch.json.Json;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.settings.RegistrySettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** crane, skopeo and regctl read the same digests and the same platforms from a real registry as we do. */
class PeersIT {
    private static final String RUN = UUID.randomUUID().toString().substring(0, 8);

    private final Stack stack = Stack.require();
    private final Programs programs = new Programs(line -> {});
    private final Registry registry = new Registry(RegistrySettings.of(Map.of("HOME", "/nonexistent"), Set.of()));

    @AfterEach
    void close() {
        registry.close();
    }

    static Stream<Corpus.Row> rows() throws IOException {
        return Corpus.rows();
    }

    @Test
    void theCorpusIsLargeEnough() throws IOException {
        assertThat(rows().map(Corpus.Row::name).distinct()).hasSizeGreaterThanOrEqualTo(30);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void read(Corpus.Row row) throws Exception {
        String word = row.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        Reference tag = Reference.parse(stack.registry() + "/reading/" + RUN + "-" + word + ":1");
        byte[] pushed = new Corpus(new Push(tag), row).push("1");

        Document document = registry.manifest(tag);
        assertThat(document.bytes()).isEqualTo(pushed);
        String digest = document.digest().toString();
        assertThat(registry.resolve(tag).map(Digest::toString)).contains(digest);
        assertThat(run("crane", "digest", tag.toString())).as("crane").isEqualTo(digest);
        assertThat(regctl("manifest", "head", tag.toString())).as("regctl").isEqualTo(digest);
        assertThat(Digest.of(output("skopeo", "inspect", "--raw", "--tls-verify=false", "docker://" + tag))
                        .toString())
                .as("skopeo")
                .isEqualTo(digest);

        Index index = Index.parse(document.bytes(), row.name());
        if (row.asked()) {
            samePlatforms(tag, index);
        } else {
            sameEntries(tag, index);
        }
    }

    /** Anyone who asks for a platform gets the same image from each. */
    private void samePlatforms(Reference tag, Index index) throws Exception {
        Map<String, Descriptor> first = new LinkedHashMap<>();
        index.images().forEach(entry -> first.putIfAbsent(entry.platformText(), entry));
        for (Map.Entry<String, Descriptor> each : first.entrySet()) {
            String platform = each.getKey();
            String digest = each.getValue().digest().toString();
            assertThat(run("crane", "digest", "--platform", platform, tag.toString()))
                    .as("crane for " + platform)
                    .isEqualTo(digest);
            assertThat(regctl("manifest", "head", "--platform", platform, tag.toString()))
                    .as("regctl for " + platform)
                    .isEqualTo(digest);
            assertThat(skopeo(tag, each.getValue().platform().get()))
                    .as("skopeo for " + platform)
                    .isEqualTo(numbered(tag, each.getValue()));
        }
    }

    private String skopeo(Reference tag, Platform platform) throws ProgramException {
        List<String> words = new ArrayList<>(List.of("skopeo", "--override-os", platform.os(), "--override-arch"));
        words.add(platform.architecture());
        if (!platform.variant().isEmpty()) {
            words.addAll(List.of("--override-variant", platform.variant()));
        }
        words.addAll(List.of("inspect", "--no-tags", "--tls-verify=false", "--format"));
        words.addAll(List.of("{{.Os}}/{{.Architecture}} {{index .Labels \"number\"}}", "docker://" + tag));
        return run(words.toArray(String[]::new));
    }

    private String numbered(Reference tag, Descriptor entry) throws RegistryException {
        byte[] manifest = registry.manifest(tag.with(entry.digest())).bytes();
        Descriptor config = Manifest.parse(manifest, "manifest").config();
        var json = Json.read(registry.blob(tag, config, 4096).bytes(), "config");
        return json.text("os") + "/" + json.text("architecture") + " "
                + json.object("config").object("Labels").text("number");
    }

    /** Entry by entry, as regctl prints them. */
    private void sameEntries(Reference tag, Index index) throws Exception {
        String format =
                "{{range .Manifests}}{{.Digest}} {{if .Platform}}{{.Platform.OS}}/{{.Platform.Architecture}}{{end}}\n{{end}}";
        List<String> ours = index.manifests().stream()
                .map(entry -> (entry.digest() + " " + entry.platformText()).strip())
                .toList();
        assertThat(regctl("manifest", "get", "--format", format, tag.toString())
                        .lines()
                        .map(String::strip))
                .containsExactlyElementsOf(ours);
    }

    private String regctl(String... words) throws ProgramException {
        List<String> all = new ArrayList<>(List.of("regctl", "--host", "reg=" + stack.registry() + ",tls=disabled"));
        all.addAll(List.of(words));
        return run(all.toArray(String[]::new));
    }

    private String run(String... words) throws ProgramException {
        return new String(output(words), StandardCharsets.UTF_8).strip();
    }

    private byte[] output(String... words) throws ProgramException {
        return programs.run(Program.of(words).within(Duration.ofMinutes(1)))
                .orThrow()
                .out();
    }
}
