package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.registry.embedded.Fault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All tags of one merge have one digest in the end, though a merge of other images has another time when it runs again. */
class OneDigestTest extends WithOtherImages {
    private static final String FIRST = "1000000000";
    private static final String AGAIN = "1000000600";

    @BeforeEach
    void push() throws Exception {
        images.image("app:amd64", "linux/amd64");
        images.image("app:arm64", "linux/arm64");
    }

    private String[] merge(String... more) {
        List<String> words = new ArrayList<>(List.of(
                "merge",
                "--image",
                images.ref("app").name(),
                "--from",
                images.ref("app:amd64") + "," + images.ref("app:arm64"),
                "--tag",
                "1,2,3",
                "--engine",
                "native"));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    private Transcript again(String... more) {
        return commands.in(folder).with("SOURCE_DATE_EPOCH", AGAIN).run(merge(more));
    }

    /** A merge in a separate process, which is killed when it is about to move the second tag. */
    private void killAfterTheFirstTag() throws Exception {
        var started = new CompletableFuture<Process>();
        images.server.fail("PUT /v2/app/manifests/2", Fault.status(500)); // as if it had not been sent
        images.once(
                "PUT /v2/app/manifests/2", () -> started.get().destroyForcibly().waitFor());
        Process merge = Commands.process(Commands.command(merge()))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        started.complete(merge);
        assertThat(merge.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(images.client.resolve(images.ref("app:2"))).isEmpty();
    }

    private void allAt(Digest digest) throws Exception {
        for (String tag : List.of("1", "2", "3")) {
            assertThat(images.digest("app:" + tag)).as(tag).isEqualTo(digest);
        }
    }

    @Test
    void aMergeThatWasKilledBetweenTwoTagsIsCompletedWithTheDigestOfTheFirst() throws Exception {
        killAfterTheFirstTag();
        Digest first = images.digest("app:1");
        assertThat(again())
                .exitCode(0)
                .stdoutContains(
                        "app:1 stays at " + first + ": it points there already",
                        "app:2 now points to " + first + " (new)",
                        "app:3 now points to " + first + " (new)",
                        first + " has the same images as this call's index sha256:",
                        "so that all have one digest");
        allAt(first);
        assertThat(again()).exitCode(0).stdoutContains("nothing has changed");
        allAt(first);
    }

    @Test
    void theAnswerForProgramsNamesTheDigestThatTheTagsGot() throws Exception {
        String[] one = merge();
        one[6] = "1";
        assertThat(commands.in(folder).with("SOURCE_DATE_EPOCH", FIRST).run(one))
                .exitCode(0);
        Digest first = images.digest("app:1");
        images.server.failAlways("PUT /v2/app/manifests/2", Fault.status(403));
        assertThat(again()).exitCode(4).stderrContains("403", "multiarch promote " + images.ref("app") + "@" + first);
        images.server.fail("PUT /v2/app/manifests/2");
        Transcript answer = again("--format", "json");
        assertThat(answer).exitCode(0).stdoutContains("\"instead\" : \"" + first + "\"");
        JsonObject json = Json.read(answer.out().getBytes(StandardCharsets.UTF_8), "answer");
        assertThat(json.text("digest")).isEqualTo(first.toString());
        assertThat(json.text("candidate")).isNotEqualTo(first.toString());
        assertThat(json.object("verdict").object("subject").text("digest")).isEqualTo(json.text("candidate"));
        assertThat(outputOfAStep()).contains("digest<<", first.toString()).doesNotContain(json.text("candidate"));
        allAt(first);
    }

    private String outputOfAStep() throws Exception {
        Path outputs = Files.createFile(folder.resolve("outputs"));
        assertThat(commands.in(folder)
                        .with("SOURCE_DATE_EPOCH", AGAIN)
                        .with("GITHUB_ACTIONS", "true")
                        .with("GITHUB_OUTPUT", outputs.toString())
                        .with("MULTIARCH_INPUT_COMMAND", "merge")
                        .with("MULTIARCH_INPUT_IMAGE", images.ref("app").name())
                        .with("MULTIARCH_INPUT_FROM", images.ref("app:amd64") + "," + images.ref("app:arm64"))
                        .with("MULTIARCH_INPUT_TAGS", "1,2,3")
                        .run("action"))
                .exitCode(0);
        return Files.readString(outputs);
    }

    @Test
    void aTagThatHasSomethingNewerKeepsTheOthersFromGoingBack() throws Exception {
        assertThat(commands.in(folder).with("SOURCE_DATE_EPOCH", FIRST).run(merge()))
                .exitCode(0);
        Digest first = images.digest("app:1");
        String[] other = merge();
        other[4] = images.ref("app:amd64").toString();
        other[6] = "2";
        assertThat(commands.in(folder).with("SOURCE_DATE_EPOCH", "1000000300").run(other))
                .exitCode(0);
        assertThat(images.digest("app:2")).isNotEqualTo(first);
        assertThat(again()).exitCode(0).stdoutDoesNotContain("one digest");
        assertThat(images.digest("app:1")).isEqualTo(first);
        assertThat(images.digest("app:2")).isNotEqualTo(first);
        assertThat(platformsOf("app:2")).hasSize(2);
    }

    private List<String> platformsOf(String name) throws Exception {
        return Index.parse(images.client.manifest(images.ref(name)).bytes(), name).images().stream()
                .map(entry -> entry.platformText())
                .toList();
    }
}
