package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.plan.Plan;
import dev.multiarch.publish.LegImage;
import dev.multiarch.record.RecordStore;
import dev.multiarch.record.stores.RegistryStore;
import dev.multiarch.registry.Referrers;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.embedded.EmbeddedRegistry;
import dev.multiarch.registry.embedded.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code --records oci://…}: what legs on other machines leave there, the merge and everything after it finds. */
class RecordsInRegistryTest {
    private static final String HOST =
            "apiVersion: multiarch/v1\nkind: Policy\nname: p\nhost: {kernel: {min: \"4.8\"}}\n";

    @TempDir
    Path folder;

    @RegisterExtension
    final Commands commands = new Commands();

    private final Registry client = Sample.client();
    private EmbeddedRegistry server;
    private RecordStore store;
    private Plan plan;
    private String app;
    private String records;

    @BeforeEach
    void legs() throws Exception {
        server = EmbeddedRegistry.start();
        app = server.host() + "/app";
        records = "oci://" + server.host() + "/app";
        Files.writeString(folder.resolve("host.yaml"), HOST);
        assertThat(run("plan", "--image", app, "--platforms", "linux/amd64,linux/arm64", "--plan-id", "p"))
                .exitCode(0);
        plan = Plan.read(Files.readAllBytes(folder.resolve(".multiarch/plan.json")), "plan");
        store = new RecordStore(new RegistryStore(client, Reference.parse(app), warning -> {}), warning -> {
            throw new AssertionError(warning);
        });
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private Transcript run(String... words) {
        return commands.in(folder).run(words);
    }

    private Digest leg(String name) throws Exception {
        Platform platform = Platform.parse(name);
        Digest image = new LegImage(platform, name).push(client, plan.image());
        store.put(LegImage.record(plan, platform, image));
        return image;
    }

    @Test
    void theMergeFindsThemAndTheVerdictToo() throws Exception {
        leg("linux/amd64");
        Digest arm64 = leg("linux/arm64");

        assertThat(run("merge", "--records", records, "--tag", "1", "--policy", "host.yaml", "--facts", "none"))
                .exitCode(0);
        assertThat(run("verify-index", app + ":1", "--policy", "host.yaml", "--records", records))
                .exitCode(0)
                .stdoutContains("(claimed by record sha256:");
        assertThat(run("verify-index", app + ":1", "--policy", "host.yaml")).exitCode(3);
        assertThat(run("inspect", app + ":1", "--records", records)).exitCode(0).stdoutContains("on 6.8.0 (claimed)");
        assertThat(new Referrers(client).of(plan.image().with(arm64)).entries())
                .singleElement()
                .satisfies(entry ->
                        assertThat(entry.annotations()).containsEntry("dev.multiarch.object", "p/linux-arm64/1.json"));
    }

    /** As GHCR and Docker Hub. */
    @Test
    void aRegistryWithoutReferrersLosesNothing() throws Exception {
        for (String platform : List.of("linux/amd64", "linux/arm64")) {
            server.failAlways("GET /v2/app/referrers/" + leg(platform), Fault.status(404));
        }

        assertThat(run("merge", "--records", records, "--tag", "1", "--policy", "host.yaml", "--facts", "none"))
                .exitCode(0);
        assertThat(run("verify-index", app + ":1", "--policy", "host.yaml", "--records", records))
                .exitCode(0);
    }

    @Test
    void aLegThatIsMissingIsNamed() throws Exception {
        leg("linux/amd64");

        assertThat(run("merge", "--records", records, "--tag", "1"))
                .exitCode(1)
                .stderrContains("linux/arm64", "no record");
    }

    @Test
    void aStoreThatCannotBeReadIsNoVerdict() throws Exception {
        leg("linux/amd64");
        leg("linux/arm64");
        assertThat(run("merge", "--records", records, "--tag", "1", "--policy", "host.yaml"))
                .exitCode(0);
        server.failAlways("GET /v2/app/tags/list", Fault.status(403));

        assertThat(run("verify-index", app + ":1", "--policy", "host.yaml", "--records", records))
                .exitCode(3)
                .stderrContains("warning: the build records can't be read, so what they say is unknown: the store of"
                        + " records " + records + ": " + app + ": listing the tags: 403");
        assertThat(run("merge", "--records", records, "--tag", "1"))
                .exitCode(4)
                .stderrContains("error: the store of records " + records);
    }

    @Test
    void recordsOfTheSameRepositoryAreNotJudgedAsImages() throws Exception {
        leg("linux/amd64");
        leg("linux/arm64");
        assertThat(run("merge", "--records", records, "--tag", "1")).exitCode(0);

        Transcript all = run("verify-index", app, "--tags", "*");

        assertThat(all).exitCode(0).stdoutDoesNotContain("multiarch.").stdoutContains("1 tag of ");
    }

    /** Anybody who can push to the repository can give an image such a tag. */
    @Test
    void tagsThatAreOnlySpeltLikeOursStopNothing() throws Exception {
        leg("linux/amd64");
        leg("linux/arm64");
        assertThat(run("merge", "--records", records, "--tag", "1")).exitCode(0);
        for (String tag : List.of("multiarch.." + "01".repeat(32), "multiarch.x_", "multiarch._image_-x")) {
            new LegImage(Platform.parse("linux/arm64"), "posing").pushIndex(client, plan.image(), Instant.EPOCH, tag);
        }

        assertThat(run("records", "list", "--records", records))
                .exitCode(0)
                .stdoutContains("p/linux-amd64/1.json\n", "p/linux-arm64/1.json\n")
                .stderrContains("warning: " + records
                        + ": 2 tags were skipped, spelt like a record's but not ours, such as" + " multiarch..0101");
        assertThat(run("merge", "--records", records, "--tag", "2")).exitCode(0);
        assertThat(run("history", app, "--records", records)).exitCode(0).stdoutContains("linux/arm64");
    }

    /** A tag that begins as ours do is judged like any other one. */
    @Test
    void anImageUnderATagThatBeginsLikeOursIsJudged() throws Exception {
        new LegImage(Platform.parse("linux/arm64"), "x").pushIndex(client, plan.image(), Instant.EPOCH, "multiarch.1");

        assertThat(run("verify-index", app, "--tags", "*")).exitCode(0).stdoutContains("multiarch.1", "1 tag of ");
    }

    @Test
    void places() {
        List<String> wrong = new ArrayList<>(List.of(
                "oci://user:hunter2@ghcr.io/org/app",
                "gs://user:hunter2@bucket",
                "https://user:hunter2@example.org/x",
                "gs://bucket?password=hunter2",
                "oci://ghcr.io/org/app:1",
                "oci:ghcr.io/org/app",
                "s3://bucket/hunter",
                "gs://B",
                "gs://bucket/../x",
                "oci://"));
        for (String place : wrong) {
            for (String command :
                    Arrays.asList("merge", "verify-index x", "inspect x", "promote x@" + Digest.of(new byte[0]))) {
                List<String> words = new ArrayList<>(Arrays.asList(command.split(" ")));
                words.addAll(List.of("--records", place));
                if (!command.startsWith("verify") && !command.startsWith("inspect")) {
                    words.addAll(List.of("--tag", "1"));
                }
                assertThat(run(words.toArray(String[]::new)))
                        .exitCode(2)
                        .stderrContains("error: --records ", ". Fix: ")
                        .stderrDoesNotContain("hunter2");
            }
        }
    }
}
