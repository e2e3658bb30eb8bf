package dev.multiarch.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.DirectoryStore;
import dev.multiarch.record.Example;
import dev.multiarch.record.ObjectStore;
import dev.multiarch.record.RecordStore;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyRecordsTest {
    @TempDir
    Path folder;

    private RecordStore store(String name) {
        return new RecordStore(new DirectoryStore(folder.resolve(name)), warning -> {});
    }

    private CopyRecords.Copied copied(RecordStore from, RecordStore to) throws IOException {
        return new CopyRecords(from, to, text -> {}).run(StoredRecords.of(from, Selection.ALL));
    }

    /** Of a leg that a cache made again and again. */
    @Test
    void theNameOfAnImageLeadsToTheSameRecordInACopy() throws Exception {
        RecordStore from = store("from");
        BuildRecord first = Example.built("z", "linux/arm64", 1);
        from.put(first);
        for (int plan = 0; plan < 30; plan++) {
            from.put(Example.like(first, "p" + plan));
        }
        RecordStore to = store("to");

        assertThat(copied(from, to).copied()).isEqualTo(31);
        assertThat(to.of(first.digest().orElseThrow())).contains(first);
    }

    @Test
    void whatIsNotTheNameOfAnImageIsLeftOut() throws Exception {
        RecordStore from = store("from");
        BuildRecord record = Example.built("p", "linux/arm64", 1);
        from.put(record);
        from.objects().put("_image/large", new byte[ObjectStore.LARGEST + 1]);
        from.objects().put("_image/other", "sha256:0 ../../etc/passwd\n".getBytes());
        RecordStore to = store("to");

        assertThat(copied(from, to).problems()).isEmpty();
        assertThat(to.objects().list("", 100)).hasSize(3);
        assertThat(to.of(record.digest().orElseThrow())).contains(record);
    }

    /** A name that leads to nothing would be a problem in each history. */
    @Test
    void aRecordThatIsRefusedLeavesNoName() throws Exception {
        RecordStore from = store("from");
        BuildRecord refused = Example.built("p", "linux/arm64", 1);
        BuildRecord same = Example.like(Example.at(refused, "2026-02-01T00:00:00Z"), "q");
        from.put(refused);
        from.put(same);
        RecordStore to = store("to");
        to.put(Example.failed("p", "linux/arm64", 1));

        assertThat(copied(from, to).problems()).hasSize(1);
        assertThat(to.of(refused.digest().orElseThrow())).contains(same);
    }
}
