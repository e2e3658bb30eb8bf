package dev.multiarch.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.policy.Policy;
import dev.multiarch.process.Programs;
import dev.multiarch.record.Journal;
import dev.multiarch.record.JournalEntry;
import dev.multiarch.step.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each step of a merge is written down before and after, and a merge that is killed there is completed by another one. */
class JournalTest {
    /** As SIGKILL: nothing of the merge goes on after it. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    private final List<String> said = new ArrayList<>();
    private SampleRegistry registry;
    private Reference tag;
    private Digest old;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws Exception {
        registry = new SampleRegistry();
        tag = registry.app().withTag("1");
        old = registry.put(tag, SampleRegistry.OLD);
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private Merge.Merged merge(Journal journal) throws Exception {
        Policy policy = SampleRegistry.policy("src/test/resources/publish/legs.yaml");
        Session session = new Session(
                        registry.client(),
                        new Programs(line -> {}),
                        Map.of("USER", "alice"),
                        said::add,
                        Optional.empty())
                .with(journal);
        return new Merge(session)
                .run(registry.request(
                        registry.plan(SampleRegistry.NEW), policy, tag, EngineChoice.NATIVE, registry.legs()));
    }

    @Test
    void eachStepIsWrittenBeforeAndAfter() throws Exception {
        List<JournalEntry> entries = new ArrayList<>();
        Digest candidate = merge(entries::add).candidate().digest().orElseThrow();
        assertThat(entries)
                .extracting(JournalEntry::call)
                .containsOnly(entries.get(0).call(), entries.get(2).call());
        assertThat(entries)
                .extracting(entry -> entry.step() + " " + entry.phase() + " " + entry.what())
                .containsExactly(
                        "PUSH BEFORE " + registry.app().name(),
                        "PUSH AFTER " + registry.app().name(),
                        "TAG BEFORE " + tag,
                        "TAG AFTER " + tag);
        JournalEntry moved = entries.get(3);
        assertThat(moved.from()).contains(old);
        assertThat(moved.to()).isEqualTo(candidate);
        assertThat(moved.after()).contains(candidate);
        assertThat(moved.because())
                .isEqualTo(new JournalEntry.Because(
                        Optional.of("plan-2026-01-02"), Optional.empty(), "pass by legs", "alice"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void aMergeThatIsKilledThereIsCompletedByAnother(int step) throws Exception {
        Path file = folder.resolve("journal");
        Journal kept = Journal.in(file);
        int[] seen = {0};
        assertThatThrownBy(() -> merge(entry -> {
                    kept.add(entry);
                    if (++seen[0] == step) {
                        throw new Killed();
                    }
                }))
                .isInstanceOf(Killed.class);
        Digest now = registry.tag(tag).orElseThrow();
        Digest candidate = merge(kept).candidate().digest().orElseThrow();
        assertThat(now).isIn(old, candidate);
        assertThat(registry.tag(tag)).contains(candidate);
        List<Promote.Moved> again = merge(kept).promotion().moved();
        assertThat(again)
                .containsExactly(new Promote.Moved(tag, Optional.of(candidate), candidate, "it points there already"));
        assertThat(Journal.Held.read(file, "journal").torn()).isZero();
    }

    @Test
    void aJournalThatCannotBeWrittenIsSaidOnceAndTheTagMoves() throws Exception {
        Merge.Merged merged = merge(entry -> {
            throw new IOException("disk full");
        });
        assertThat(registry.tag(tag)).isEqualTo(merged.candidate().digest());
        assertThat(said)
                .filteredOn(line -> line.contains("warning: the journal can't be written: disk full"))
                .isNotEmpty();
    }

    @Test
    void aLinkIsNotWrittenThroughAndTheTagMoves() throws Exception {
        Path target = Files.writeString(folder.resolve("target"), "kept");
        Path link = Files.createSymbolicLink(folder.resolve("journal"), target);
        Merge.Merged merged = merge(Journal.in(link));
        assertThat(registry.tag(tag)).isEqualTo(merged.candidate().digest());
        assertThat(said)
                .anyMatch(line -> line.endsWith("can't be written: " + link + ": is a symbolic link, expected a file"));
        assertThat(target).hasContent("kept");
    }

    @Test
    void aLineWithoutAnEndDoesNotTakeTheNext() throws Exception {
        Path file = Files.writeString(folder.resolve("journal"), "{\"schema\": \"dev.mul");
        merge(Journal.in(file));
        Journal.Held held = Journal.Held.read(file, "journal");
        assertThat(held.entries()).hasSize(4);
        assertThat(held.torn()).isEqualTo(1);
        assertThat(Files.readString(file)).doesNotContain("\n\n");
    }

    @Test
    void aTornLineIsCountedAndTheOthersAreRead() throws Exception {
        Path file = folder.resolve("journal");
        merge(Journal.in(file));
        Files.writeString(file, "{\"schema\": \"dev.mul\n", StandardOpenOption.APPEND);
        Journal.Held held = Journal.Held.read(file, "journal");
        assertThat(held.entries()).hasSize(4);
        assertThat(held.torn()).isEqualTo(1);
        assertThat(held.entries().get(3))
                .isEqualTo(JournalEntry.read(held.entries().get(3).line().getBytes(StandardCharsets.UTF_8), "line"));
    }
}
