package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.JsonSchemas;
import dev.multiarch.Transcript;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.publish.SampleRegistry;
import dev.multiarch.record.JournalEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people read about a tag's moves. */
class WhyTest {
    @TempDir
    Path folder;

    @RegisterExtension
    final Commands commands = new Commands();

    private Commands here;
    private SampleRegistry registry;
    private Reference tag;
    private Digest old;

    @BeforeEach
    void start() throws Exception {
        here = commands.in(folder).with("USER", "alice");
        registry = new SampleRegistry();
        tag = registry.app().withTag("1");
        old = registry.put(tag, SampleRegistry.OLD);
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void aStoreThatRunnersShareHasTheMovesOfAll() throws Exception {
        String store = "oci://" + registry.app().registry() + "/records";
        Reference first = registry.candidate(SampleRegistry.NEW);
        Reference second = registry.candidate("2026-01-03T00:00:00Z");
        promote(first, "--unjudged", "one", "--records", store, "--journal", "one.jsonl");
        promote(second, "--unjudged", "two", "--records", store, "--journal", "two.jsonl");
        Transcript elsewhere = here.run("why", tag.toString(), "--records", store);
        assertThat(elsewhere)
                .exitCode(0)
                .stdoutContains(
                        tag + " moved from " + old + " to " + first.selector(),
                        tag + " moved from " + first.selector() + " to " + second.selector());
        assertThat(elsewhere.out().indexOf("judged: two"))
                .isLessThan(elsewhere.out().indexOf("judged: one"));
        assertThat(here.run("why", "1", "--records", store, "--journal", "two.jsonl"))
                .exitCode(0)
                .stdoutIs(elsewhere.out());
        assertThat(here.run("why", "2", "--records", store)).exitCode(0).stdoutIs("no move of 2 is in the journal\n");
    }

    private void promote(Reference candidate, String... more) {
        String[] words = {"promote", candidate.toString(), "--tag", "1", "--engine", "native"};
        String[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        assertThat(here.run(all)).exitCode(0);
    }

    @Test
    void theMovesOfATagAreShownNewestFirst() throws Exception {
        Reference first = registry.candidate(SampleRegistry.NEW);
        Reference second = registry.candidate("2026-01-03T00:00:00Z");
        promote(first);
        promote(second, "--unjudged", "incident 42");
        assertThat(here.run("why", tag.toString()))
                .exitCode(0)
                .stdoutContains(
                        tag + " moved from " + old + " to " + first.selector()
                                + "\n  plan: plan-2026-01-02\n  verdict: pass by baseline\n  by: alice\n",
                        tag + " moved from " + first.selector() + " to " + second.selector()
                                + "\n  plan: plan-2026-01-03\n  verdict: not judged: incident 42\n  by: alice\n");
        Transcript json = here.run("why", "1", "--format", "json");
        assertThat(json).exitCode(0);
        String out = json.out();
        assertThat(JsonSchemas.errors("why-v1.schema.json", out)).isEmpty();
        assertThat(out.indexOf(second.selector())).isLessThan(out.indexOf(old.toString()));
        assertThat(here.run("why", "2")).exitCode(0).stdoutIs("no move of 2 is in the journal\n");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "1,                   docker.io/org/app docker.io/library/app ghcr.io/org/app",
        "org/app:1,           docker.io/org/app",
        "docker.io/org/app:1, docker.io/org/app",
        "app:1,               docker.io/library/app",
        "ghcr.io/org/app:1,   ghcr.io/org/app",
        "ghcr.io/org/app:2,   ''",
    })
    void aTagIsNamedAsDockerDoes(String named, String images) throws Exception {
        Path journal = folder.resolve(".multiarch/journal.jsonl");
        Files.createDirectories(journal.getParent());
        for (String image : List.of("ghcr.io/org/app", "docker.io/library/app", "docker.io/org/app")) {
            var because = new JournalEntry.Because(Optional.empty(), Optional.empty(), "pass by p", "alice");
            var entry = new JournalEntry(
                    Instant.EPOCH,
                    image,
                    JournalEntry.Step.TAG,
                    JournalEntry.Phase.BEFORE,
                    image + ":1",
                    Optional.empty(),
                    old,
                    Optional.empty(),
                    because);
            Files.writeString(journal, entry.line(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        Transcript why = here.run("why", named);
        assertThat(why).exitCode(0);
        assertThat(why.out().lines().filter(line -> line.contains(" was about to move ")))
                .extracting(line -> line.split(" ")[1].replace(":1", ""))
                .containsExactly(images.isEmpty() ? new String[0] : images.split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "ghcr.io/org/app", "localhost:5000/app", "ghcr.io/org/app@sha256:00", "a@b"})
    void whatNamesNoTagIsWrongUsage(String named) {
        assertThat(here.run("why", named)).exitCode(2).stderrContains("names no tag. Fix: name REPOSITORY:TAG");
    }

    @Test
    void whatAJournalHoldsCommandsNoTerminal() throws Exception {
        promote(registry.candidate(SampleRegistry.NEW), "--unjudged", "why\u001b[31m");
        assertThat(here.run("why", "1")).exitCode(0).stdoutDoesNotContain("\u001b");
    }

    @Test
    void aFinishedPromotionSaysThatNothingHasChanged() throws Exception {
        Reference candidate = registry.candidate(SampleRegistry.NEW);
        promote(candidate);
        String journal = Files.readString(folder.resolve(".multiarch/journal.jsonl"));
        assertThat(here.run("promote", candidate.toString(), "--tag", "1", "--engine", "native"))
                .exitCode(0)
                .stdoutContains("it points there already", "nothing has changed");
        assertThat(folder.resolve(".multiarch/journal.jsonl")).hasContent(journal);
    }

    @Test
    void aJournalThatIsNotThereIsSaid() {
        assertThat(here.run("why", "1"))
                .exitCode(2)
                .stderrContains("there is no journal .multiarch/journal.jsonl. Fix: ", "--journal");
    }
}
