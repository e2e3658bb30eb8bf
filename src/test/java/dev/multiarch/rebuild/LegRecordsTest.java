package dev.multiarch.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Reference;
import dev.multiarch.rebuild.LegRecords.Absence;
import dev.multiarch.record.ObjectStore;
import dev.multiarch.record.RecordStore;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The records of published legs, in a store that answers each read with "there is none". */
class LegRecordsTest {
    private static final Digest IMAGE = Digest.of(new byte[] {1});

    private final List<String> warnings = new ArrayList<>();

    /** Like a bucket: reading an object does not say whether the bucket is there, listing does. */
    private abstract static class Bucket implements ObjectStore {
        @Override
        public String place() {
            return "gs://bucket/records";
        }

        @Override
        public boolean put(String name, byte[] bytes) {
            throw new AssertionError("nothing is written");
        }

        @Override
        public Optional<byte[]> get(String name) {
            return Optional.empty();
        }

        @Override
        public boolean delete(String name) {
            throw new AssertionError("nothing is removed");
        }
    }

    private LegRecords read(ObjectStore objects) throws IOException {
        return read(objects, Absence.STALE);
    }

    private LegRecords read(ObjectStore objects, Absence absence) throws IOException {
        var entry = new Descriptor(
                MediaTypes.OCI_MANIFEST,
                IMAGE,
                1,
                Optional.of(PublishedApp.AMD64),
                "linux/amd64",
                Map.of(),
                Optional.empty());
        var image = new PublishedImage(
                Reference.parse("localhost:5000/app").with(IMAGE),
                List.of("1"),
                new Index(MediaTypes.OCI_INDEX, List.of(entry), Map.of()));
        return LegRecords.of(new RecordStore(objects, warnings::add), List.of(image), absence, warnings::add);
    }

    @Test
    void aBucketThatDoesNotExistIsAnError() {
        assertThatThrownBy(() -> read(new Bucket() {
                    @Override
                    public List<String> list(String folder, int most) throws IOException {
                        throw new FileSystemException(place(), null, "the bucket does not exist");
                    }
                }))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("the bucket does not exist");
        assertThat(warnings).isEmpty();
    }

    @Test
    void anEmptyStoreIsSaidOnce() throws IOException {
        LegRecords records = read(new Bucket() {
            @Override
            public List<String> list(String folder, int most) {
                return List.of();
            }
        });
        assertThat(records.of(IMAGE).reason()).isEqualTo("there is no build record at all in gs://bucket/records");
        assertThat(records.of(IMAGE).isRefused()).isFalse();
        assertThat(warnings).singleElement().asString().contains("gs://bucket/records", "--records");
    }

    @Test
    void aStoreOfOthersHasNoRecordOfThisOne() throws IOException {
        LegRecords records = read(new Bucket() {
            @Override
            public List<String> list(String folder, int most) {
                return List.of("plan/linux-arm64/1.json");
            }
        });
        assertThat(records.of(IMAGE).reason()).isEqualTo("gs://bucket/records has no record of it");
        assertThat(warnings).isEmpty();
    }
}
