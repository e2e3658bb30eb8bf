package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.image.Reference;
import dev.multiarch.publish.SampleRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Where promote leaves its intents, and what it says where it leaves none. */
class IntentOptionsTest {
    private static final String NEWER = "2026-01-05T00:00:00Z";
    private static final String UNSEEN = "calls that move the same tag at the same time do not notice each other";
    private static final String APART =
            ". Let one at a time move a tag (in a workflow of GitHub: concurrency), or give --intents registry";

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    private SampleRegistry registry;
    private Reference older;
    private Reference newer;

    @BeforeEach
    void start() throws Exception {
        registry = new SampleRegistry();
        older = registry.candidate(SampleRegistry.NEW);
        newer = registry.candidate(NEWER);
        Files.createDirectory(folder.resolve("records"));
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private Transcript promote(Reference what, String... more) {
        return promoteIn("", what, more);
    }

    private Transcript promoteIn(String ci, Reference what, String... more) {
        List<String> words = new ArrayList<>(
                List.of("promote", what.toString(), "--tag", "1", "--engine", "native", "--unjudged", "a test"));
        words.addAll(List.of(more));
        return commands.in(folder).with("CI", ci).run(words.toArray(String[]::new));
    }

    private List<String> intentTags() throws Exception {
        return registry.client().tags(registry.app()).stream()
                .filter(tag -> tag.startsWith("multiarch-intent-"))
                .toList();
    }

    private List<Path> intentFiles() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("records"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void theNewestOfATagStaysAmongTheTags() throws Exception {
        assertThat(promote(older, "--intents", "registry")).exitCode(0).stderrDoesNotContain(UNSEEN);
        List<String> first = intentTags();
        assertThat(promote(newer, "--intents", "registry")).exitCode(0);
        assertThat(first).hasSize(1);
        assertThat(intentTags()).hasSize(1).doesNotContainAnyElementsOf(first);
        assertThat(commands.in(folder).run("verify-index", registry.app().name(), "--tags", "*"))
                .exitCode(0)
                .stdoutDoesNotContain("multiarch-intent-");
    }

    @Test
    void aRollbackStaysAlsoAfterTheIntentOfTheNewer() throws Exception {
        assertThat(promote(newer, "--records", "records")).exitCode(0);
        assertThat(intentFiles()).hasSize(1);
        assertThat(promote(older, "--records", "records", "--allow-older")).exitCode(0);
        assertThat(promote(older, "--records", "records"))
                .exitCode(0)
                .stdoutContains("stays at " + older.selector() + ": it points there already", "nothing has changed");
        assertThat(registry.tag(registry.app().withTag("1"))).isEqualTo(older.digest());
        assertThat(intentFiles()).hasSize(1);
    }

    /** A merge keeps its intents next to its records, which nobody names at a rollback. */
    @Test
    void aRollbackFindsTheIntentsOfMergesInTheirFolder() throws Exception {
        assertThat(promote(newer, "--records", ".multiarch/records")).exitCode(0);
        assertThat(promote(older, "--allow-older")).exitCode(0).stderrDoesNotContain(UNSEEN);
        assertThat(promote(older, "--records", ".multiarch/records"))
                .exitCode(0)
                .stdoutContains("it points there already", "nothing has changed");
        assertThat(registry.tag(registry.app().withTag("1"))).isEqualTo(older.digest());
    }

    @Test
    void whereNoneAreKeptItSaysWhatKeepsMergesApart() {
        assertThat(promote(older)).exitCode(0).stderrContains(UNSEEN + ", as no store of records is named" + APART);
        assertThat(promote(older)).as("nothing moves").exitCode(0).stderrDoesNotContain(UNSEEN);
        assertThat(promote(newer, "--intents", "none", "--records", "records"))
                .exitCode(0)
                .stderrContains(UNSEEN + ", because of --intents none" + APART);
    }

    @Test
    void aFolderOfTheJobAloneIsNoPlaceToMeet() throws Exception {
        assertThat(promoteIn("true", older, "--records", "records"))
                .exitCode(0)
                .stderrContains(UNSEEN + ", as other jobs do not see records" + APART);
        assertThat(intentFiles()).isEmpty();
    }
}
