package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.json.Json;
import dev.multiarch.publish.OtherImages;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.DirectoryStore;
import dev.multiarch.record.Example;
import dev.multiarch.record.RecordStore;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.ServedImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code build.regression}: a build next to the earlier ones in the store of records. */
class RegressionTest {
    private static final Instant NOW = Instant.parse("2026-03-31T00:00:00Z");

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    private final FaultyRegistry server = FaultyRegistry.start();
    private final ServedImages shelf = new ServedImages(server);
    private Digest image;
    private RecordStore store;

    @BeforeEach
    void anImage() throws IOException {
        String descriptor = shelf.image("linux", "arm64");
        image = Digest.parse(Json.read(Sample.bytes(descriptor), "descriptor").text("digest"));
        shelf.tag(MediaTypes.OCI_INDEX, ServedImages.indexOf(ServedImages.on(descriptor, "linux/arm64", "")));
        store = new RecordStore(new DirectoryStore(folder.resolve("records")), warning -> {});
        Files.writeString(folder.resolve("times.yaml"), """
                apiVersion: multiarch/v1
                kind: Policy
                name: times
                build:
                  regression: {max-ratio: 1.5, last: 5, min-samples: 3}
                """);
    }

    @AfterEach
    void close() {
        server.close();
    }

    /** @param hours before the one that is judged; after it where they are negative */
    private static BuildRecord built(String plan, long seconds, int hours) {
        BuildRecord record = Example.built(plan, "linux/arm64", 1);
        Instant finished = NOW.minus(Duration.ofHours(hours));
        return Example.emulatedFor(Example.taking(record, seconds + 60, finished), seconds);
    }

    private void judged(long seconds) throws IOException {
        BuildRecord record = built("now", seconds, 0);
        store.put(Example.of(record, record.image(), image));
    }

    private Transcript verify() {
        return commands.in(folder)
                .run("verify-index", server.host() + "/app:1", "--policy=times.yaml", "--records=records");
    }

    @Test
    void aBuildThatTakesTwiceAsLongAsTheMedianFails() throws Exception {
        for (int i = 1; i <= 5; i++) {
            store.put(built("p" + i, 600, i));
        }
        store.put(built("long-ago", 6000, 9));
        judged(1200);

        assertThat(verify())
                .exitCode(1)
                .stdoutContains("20m (steps under emulation) is 2.00 times the median of the last 5 builds, 10m;"
                        + " expected at most 1.50 (claimed by record sha256:");
    }

    /** Neither a later build, one that failed, a native one, nor one of another image. */
    @Test
    void onlyEarlierBuildsOfTheSameKindAreCompared() throws Exception {
        for (int i = 1; i <= 3; i++) {
            store.put(built("p" + i, 600, i));
            store.put(built("later" + i, 10, -i));
            store.put(Example.natively(built("native" + i, 10, i)));
            BuildRecord failed = Example.failed("failed" + i, "linux/arm64", 1);
            store.put(Example.taking(failed, 10, NOW.minusSeconds(i)));
            store.put(Example.of(built("other" + i, 10, i), "ghcr.io/org/other"));
        }
        judged(660);

        assertThat(verify())
                .exitCode(0)
                .stdoutContains("11m (steps under emulation) is 1.10 times the median of the last 3 builds, 10m");
    }

    @Test
    void tooFewEarlierBuildsAreNoPass() throws Exception {
        store.put(built("p1", 600, 1));
        judged(600);

        assertThat(verify())
                .exitCode(3)
                .stdoutContains("the records have 1 earlier build to compare with (steps under emulation), expected at"
                        + " least 3");
    }

    /** Anyone who can write into the store can write a second name for a record, or one that leads to something else. */
    @Test
    void noRecordCountsTwice() throws Exception {
        store.put(built("p1", 600, 1));
        String recent = "_recent/";
        String real = store.objects().list(recent, 10).get(0);
        String place = real.substring(0, real.lastIndexOf('/') + 1);
        for (String time : new String[] {"ffff00000000", "ffff00000001", "ffff00000002"}) {
            store.objects().put(place + time + ".1.p1", new byte[] {'x'});
        }
        store.objects().put(place + "ffff00000003.1.gone", new byte[] {'x'});
        store.objects().put(place + "ffff00000004.1.broken", new byte[] {'x'});
        store.objects().put("broken/linux-arm64/1.json", new byte[] {'{'});
        judged(600);

        assertThat(verify()).exitCode(3).stdoutContains("the records have 1 earlier build to compare with");
    }

    @Test
    void mergeLooksIntoTheStoreThatItTakesItsLegsFrom() throws Exception {
        try (var images = new OtherImages()) {
            images.planned(folder, "usual", "linux/arm64");
            var own = new RecordStore(new DirectoryStore(folder.resolve(".multiarch/records")), warning -> {});
            for (int i = 1; i <= 3; i++) {
                BuildRecord record = Example.natively(built("p" + i, 60, 24 * i));
                own.put(Example.of(record, images.ref("app").name()));
            }
            assertThat(commands.in(folder)
                            .run("merge", "--tag", "1", "--engine", "native", "--policy", "times.yaml", "--verbose"))
                    .exitCode(0)
                    .stdoutContains("0s (the whole leg, native) is 0.00 times the median of the last 3 builds, 2m");
        }
    }

    @Test
    void withoutAStoreItIsUnknown() {
        assertThat(commands.in(folder).run("verify-index", server.host() + "/app:1", "--policy=times.yaml"))
                .exitCode(3);
    }
}
