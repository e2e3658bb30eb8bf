package dev.multiarch.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.host.Builder;
import dev.multiarch.host.HostFacts;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.DirectoryStore;
import dev.multiarch.record.RecordStore;
import dev.multiarch.step.StepFailed;
import dev.multiarch.text.Secrets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttemptRecordsTest {
    @TempDir
    Path folder;

    @Test
    void countsAttemptsFromOne() throws Exception {
        assertThat(records(Optional.empty()).number()).isEqualTo(1);
        put(Optional.empty(), 1);
        put(Optional.of(7), 7);
        assertThat(records(Optional.empty()).number()).isEqualTo(8);
    }

    @Test
    void takesTheNextNumberWhereAnotherWasFaster() throws Exception {
        put(Optional.empty(), 1);
        assertThat(put(Optional.empty(), 1).key()).isEqualTo("p1/linux-arm64/2.json");
    }

    @Test
    void keepsToTheNumberAskedFor() throws Exception {
        put(Optional.empty(), 1);
        assertThatThrownBy(() -> records(Optional.of(1)).number())
                .isInstanceOf(StepFailed.class)
                .hasMessage("record p1/linux-arm64/1.json is there already, and a record is written once."
                        + " Fix: give another attempt. Nothing was built");
        assertThatThrownBy(() -> put(Optional.of(1), 1)).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void writesEvenWhenInterrupted() throws Exception {
        Thread.currentThread().interrupt();
        BuildRecord record = put(Optional.empty(), 1);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(new DirectoryStore(folder).get(record.key())).contains(record.write());
    }

    private int seconds;

    private BuildRecord put(Optional<Integer> attempt, int number) throws Exception {
        var draft = new RecordDraft(
                request(attempt), BuildFlags.parse(List.of(".")), Secrets.NONE, builder(), Instant.EPOCH);
        draft.finish(Instant.EPOCH.plusSeconds(++seconds));
        draft.made(Digest.of(new byte[1]));
        draft.built(Digest.of(new byte[2]), Optional.empty(), Optional.empty());
        return records(attempt).put(n -> draft.record(n, HostFacts.unknown("not asked")), number);
    }

    private AttemptRecords records(Optional<Integer> attempt) {
        return new AttemptRecords(new RecordStore(new DirectoryStore(folder), warning -> {}), request(attempt));
    }

    @Test
    void aRunsSecondAttemptIsNoFirstOneThoughItsStoreIsEmpty() throws Exception {
        var rerun = new AttemptRecords(
                new RecordStore(new DirectoryStore(folder), warning -> {}), request(Optional.empty(), 2));
        assertThat(rerun.number()).isEqualTo(2);
        put(Optional.of(4), 4);
        assertThat(rerun.number()).isEqualTo(5);
    }

    private static LegRequest request(Optional<Integer> attempt) {
        return request(attempt, 1);
    }

    private static LegRequest request(Optional<Integer> attempt, int lowest) {
        return new LegRequest(
                Reference.parse("localhost/x"),
                "p1",
                Platform.parse("linux/arm64"),
                attempt,
                lowest,
                Optional.empty(),
                List.of("."),
                Optional.empty(),
                Map.of(),
                Optional.empty());
    }

    private static Builder builder() {
        return Builder.parse("Name: b\nDriver: remote\nNodes:\nName: b0\nPlatforms: linux/amd64\n");
    }
}
