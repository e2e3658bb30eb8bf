package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Transcript;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.json.JsonElements;
import dev.multiarch.plan.Plan;
import dev.multiarch.rebuild.PublishedApp;
import dev.multiarch.record.BaseImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A night: {@code rebuild}, the stale legs, {@code merge}, and the night after. */
class RebuildNightTest extends WithPublishedApp {
    private Map<Platform, BaseImage> moved;
    private Reference tag;
    private Digest before;

    @BeforeEach
    void start() throws Exception {
        tag = app.image("app").withTag("1");
        before = app.publish(tag, app.base("base", "amd64 of January", "arm64 of January"));
        moved = app.base("base", "amd64 of January", "arm64 of February");
    }

    private Plan planned() throws Exception {
        assertThat(commands.in(folder).run("rebuild", tag.toString())).exitCode(0);
        return Plan.read(Files.readAllBytes(file()), "plan");
    }

    private Path file() throws Exception {
        try (Stream<Path> files = Files.list(folder.resolve(".multiarch/rebuild"))) {
            return files.findFirst().orElseThrow();
        }
    }

    private Transcript merge(String... more) throws Exception {
        List<String> words =
                new ArrayList<>(List.of("merge", "--plan", file().toString(), "--tag", "1", "--engine", "native"));
        words.addAll(List.of(more));
        return commands.in(folder).run(words.toArray(String[]::new));
    }

    private List<String> entries() throws Exception {
        return JsonElements.of(app.client().manifest(tag).bytes(), "manifests");
    }

    @Test
    void theOtherPlatformStaysByteForByteAndTheNextNightChangesNothing() throws Exception {
        List<String> old = entries();
        Plan plan = planned();
        app.build(plan, PublishedApp.ARM64, moved.get(PublishedApp.ARM64));
        assertThat(merge()).exitCode(0).stderrContains("linux/amd64 (kept from ", "linux/arm64 (built)");
        assertThat(entries()).hasSize(2).startsWith(old.get(0)).doesNotContain(old.get(1));
        Index merged = Index.parse(app.client().manifest(tag).bytes(), "app");
        assertThat(merged.annotations())
                .containsEntry("org.opencontainers.image.revision", PublishedApp.COMMIT)
                .containsEntry("dev.multiarch.run", "1000.1")
                .containsEntry("dev.multiarch.since", "2026-01-01T00:00:00Z");
        Digest after = app.client().resolve(tag).orElseThrow();
        assertThat(commands.in(folder).run("rebuild", tag.toString(), "--format", "github"))
                .exitCode(0)
                .stdoutIs("{\"include\":[]}\n");
        assertThat(app.client().resolve(tag)).contains(after);
    }

    /** No index mixes two commits. What does not fit would be left each night. */
    @Test
    void allPlatformsOfTheMostUrgentImageArePlannedThoughTheyAreMoreThanWanted() throws Exception {
        Reference other = tag.withTag("2");
        app.publish(other, Map.of(), PublishedApp.origin(), "built elsewhere");
        String head = "f".repeat(40);
        assertThat(commands.in(folder)
                        .run("rebuild", other.toString(), tag.toString(), "--revision", head, "--max-legs", "1"))
                .exitCode(0)
                .stdoutContains("left for later: more than --max-legs 1", "2 to build again, 2 left");
        Plan plan = Plan.read(Files.readAllBytes(file()), "plan");
        assertThat(plan.platforms()).containsExactly(PublishedApp.AMD64, PublishedApp.ARM64);
        assertThat(plan.revision()).contains(head);
    }

    @Test
    void aTagThatHasALaterCommitByNowStays() throws Exception {
        Plan plan = planned();
        app.build(plan, PublishedApp.ARM64, moved.get(PublishedApp.ARM64));
        Map<String, String> later = PublishedApp.origin();
        later.put("org.opencontainers.image.revision", "f".repeat(40));
        later.put("org.opencontainers.image.created", "2026-01-02T00:00:00Z");
        later.put("dev.multiarch.run", "2000.1");
        Digest newer = app.publish(tag, moved, later, "a later commit");
        assertThat(merge()).exitCode(1).stderrContains("is of workflow run 1000.1, which is before it");
        assertThat(app.client().resolve(tag)).contains(newer);
        later.remove("dev.multiarch.run");
        newer = app.publish(tag, moved, later, "a later commit");
        assertThat(merge("--facts", "none"))
                .exitCode(1)
                .stderrContains("is of a commit first published 2026-01-01T00:00:00Z, which is before it");
        assertThat(app.client().resolve(tag)).contains(newer);
    }

    @Test
    void nothingElseIsKeptThanThePlanSays() throws Exception {
        Plan plan = planned();
        app.build(plan, PublishedApp.ARM64, moved.get(PublishedApp.ARM64));
        Map<String, String> later = PublishedApp.origin();
        later.put("org.opencontainers.image.revision", "f".repeat(40));
        app.publish(tag.withTag("2"), moved, later, "a later commit");
        assertThat(merge("--keep-from", tag.withTag("2").toString()))
                .exitCode(1)
                .stderrContains("keeps linux/amd64 of it", "which may be of another commit", "Fix: give --keep-from");
        assertThat(merge("--remove", "linux/amd64")).exitCode(1).stderrContains("the merge would keep nothing");
        assertThat(merge("--no-push")).exitCode(1).stderrContains("--no-push reads no image there");
        assertThat(app.client().resolve(tag)).contains(before);
        assertThat(merge("--order", "linux/arm64")).exitCode(0);
        assertThat(entries()).hasSize(2);
    }
}
