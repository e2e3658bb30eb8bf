package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.publish.LegImage;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.Example;
import dev.multiarch.record.RecordNames;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is in a store need not be from us. */
class PruneTest extends WithRecords {
    /** A person who may write to the store can add records and names, and can take away nothing that an image names. */
    @Test
    void noNameAndNoRecordOfAnotherRemovesOne() throws Exception {
        Reference app = Reference.parse(server.host() + "/app");
        new LegImage(Platform.parse("linux/arm64"), "tagged").pushIndex(client, app, Instant.EPOCH, "1");
        Digest image = new LegImage(Platform.parse("linux/arm64"), "tagged").push(client, app);
        BuildRecord good = Example.of(Example.like(Example.built("p", "linux/arm64", 1), "n"), app.name(), image);
        store.put(good);
        BuildRecord posing = Example.of(Example.built("p", "linux/arm64", 1), app.name());
        store.objects().put("evil/linux-arm64/1.json", posing.write());
        BuildRecord evil = Example.of(Example.built("evil", "linux/arm64", 1), app.name());
        store.objects().put(RecordNames.recent(evil), new byte[0]);
        assertThat(run("records", "prune", "--keep", "0"))
                .exitCode(4)
                .stdoutContains("removed: 0, kept as an image names them: 1")
                .stderrContains(
                        "record evil/linux-arm64/1.json says that it is p/linux-arm64/1.json. It was not removed");

        BuildRecord elsewhere =
                Example.of(Example.like(Example.built("p", "linux/arm64", 1), "n"), server.host() + "/other");
        store.objects().put(RecordNames.recent(elsewhere), new byte[0]);
        assertThat(run("records", "prune", "--older-than", "1d", "--image", server.host() + "/other"))
                .exitCode(4)
                .stdoutContains("removed: 0, ")
                .stderrContains("record n/linux-arm64/1.json is listed under a name that is not its own");
        assertThat(store.keys()).contains(good.key());
    }

    /** The others go. */
    @Test
    void aRecordThatIsCutStopsNoOther() throws Exception {
        BuildRecord old = Example.of(Example.built("p", "linux/arm64", 1), server.host() + "/app");
        BuildRecord cut = Example.of(Example.built("q", "linux/arm64", 1), server.host() + "/app");
        new LegImage(Platform.parse("linux/arm64"), "x")
                .pushIndex(client, Reference.parse(server.host() + "/app"), Instant.EPOCH, "1");
        store.put(old);
        store.objects().put(cut.key(), new byte[] {'{'});
        store.objects().put(RecordNames.recent(cut), new byte[0]);
        assertThat(run("records", "prune", "--keep", "0"))
                .exitCode(4)
                .stdoutContains("removed  p/linux-arm64/1.json\n", "removed: 1, ")
                .stderrContains("error: record q/linux-arm64/1.json");
    }

    /** A build from the cache makes the same image again: the record of that build is found by the image from then on. */
    @Test
    void whatStaysIsStillFoundByItsImage() throws Exception {
        Reference app = Reference.parse(server.host() + "/app");
        new LegImage(Platform.parse("linux/arm64"), "other").pushIndex(client, app, Instant.EPOCH, "1");
        BuildRecord first = Example.of(Example.built("p", "linux/arm64", 1), app.name());
        BuildRecord second = Example.like(Example.at(first, "2026-02-01T00:00:00Z"), "q");
        BuildRecord third = Example.like(Example.at(first, "2026-03-01T00:00:00Z"), "r");
        store.put(first);
        store.put(third);
        store.put(second);
        Digest image = first.digest().orElseThrow();
        assertThat(store.of(image)).contains(first);

        assertThat(run("records", "prune", "--keep", "2")).exitCode(0).stdoutContains("removed  p/linux-arm64/1.json");
        assertThat(store.of(image)).contains(second);
        assertThat(run("records", "prune", "--keep", "1")).exitCode(0).stdoutContains("removed  q/linux-arm64/1.json");
        assertThat(store.of(image)).contains(third);
        assertThat(run("records", "prune", "--keep", "0")).exitCode(0).stdoutContains("removed  r/linux-arm64/1.json");
        assertThat(store.of(image)).isEmpty();
        assertThat(store.objects().list("", 10)).isEmpty();
    }

    /** Only what is there says whether a tag is ours. */
    @Test
    void anImageUnderATagLikeOursKeepsItsRecord() throws Exception {
        Reference app = Reference.parse(server.host() + "/app");
        for (String tag : List.of("multiarch.latest", "multiarch.p_-linux-s390x_-1.json", "multiarch-intent-1")) {
            LegImage leg = new LegImage(Platform.parse("linux/arm64"), tag);
            leg.pushIndex(client, app, Instant.EPOCH, tag);
            Digest image = leg.push(client, app);
            String plan = tag.replaceAll("[^a-z0-9]", "");
            store.put(Example.of(Example.like(Example.built("p", "linux/arm64", 1), plan), app.name(), image));
        }
        assertThat(run("records", "prune", "--keep", "0"))
                .exitCode(0)
                .stdoutContains("removed: 0, kept as an image names them: 3");
    }
}
