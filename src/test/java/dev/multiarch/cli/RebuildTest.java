package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.JsonSchemas;
import dev.multiarch.Transcript;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.plan.Plan;
import dev.multiarch.plan.Renewal;
import dev.multiarch.rebuild.PublishedApp;
import dev.multiarch.record.BaseImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code rebuild}: which platforms are stale, why, and the plan of exactly those. */
class RebuildTest extends WithPublishedApp {
    private static final String EMPTY = "{\"include\":[]}\n";

    private Map<Platform, BaseImage> base;
    private Reference tag;

    @BeforeEach
    void start() throws Exception {
        base = app.base("base", "amd64 of January", "arm64 of January");
        tag = app.image("app").withTag("1");
    }

    private Plan onlyPlan() throws Exception {
        try (Stream<Path> files = Files.list(folder.resolve(".multiarch/rebuild"))) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return Plan.read(Files.readAllBytes(all.get(0)), "plan");
        }
    }

    @Test
    void whereNothingMovedTheMatrixIsEmpty() throws Exception {
        app.publish(tag, base);
        assertThat(rebuild(tag.toString(), "--format", "github")).exitCode(0).stdoutIs(EMPTY);
        assertThat(rebuild(tag.toString()))
                .exitCode(0)
                .stdoutIs("1 image, 0 to build again, 0 left, 0 unknown, 2 fresh\n");
        assertThat(folder.resolve(".multiarch/rebuild")).doesNotExist();
    }

    /** An empty matrix alone would look as if nothing were stale. */
    @Test
    void aMatrixThatIsEmptyBecauseNothingCouldBeReadSaysSo() throws Exception {
        String none = tag.name() + ":none";
        assertThat(rebuild(none, "--format", "github"))
                .exitCode(3)
                .stdoutIs(EMPTY)
                .stderrContains("warning: " + none + ": unknown, ");
    }

    @Test
    void onlyThePlatformWhoseBaseMovedIsPlannedAtTheRecordedCommit() throws Exception {
        Digest index = app.publish(tag, base);
        Map<Platform, BaseImage> moved = app.base("base", "amd64 of January", "arm64 of February");
        assertThat(rebuild(tag.toString(), "--explain"))
                .exitCode(0)
                .stdoutContains(
                        "linux/amd64    fresh",
                        "linux/arm64    rebuild",
                        "base-moved: " + base.get(PublishedApp.ARM64).name() + " was "
                                + base.get(PublishedApp.ARM64)
                                        .taken()
                                        .value()
                                        .orElseThrow()
                                        .manifest() + ", is "
                                + moved.get(PublishedApp.ARM64)
                                        .taken()
                                        .value()
                                        .orElseThrow()
                                        .manifest(),
                        "git checkout " + PublishedApp.COMMIT,
                        "--platform linux/arm64 -- --pull .",
                        "--keep-from " + tag.with(index) + " --tag 1");
        Plan plan = onlyPlan();
        assertThat(plan.platforms()).containsExactly(PublishedApp.ARM64);
        assertThat(plan.revision()).contains(PublishedApp.COMMIT);
        assertThat(plan.source()).contains("https://github.com/org/app");
        assertThat(plan.run().orElseThrow()).hasToString("1000.1");
        assertThat(plan.renews())
                .contains(new Renewal(
                        index, List.of(PublishedApp.AMD64), Optional.of(Instant.parse("2026-01-01T00:00:00Z"))));
    }

    @Test
    void eachBaseIsAskedOnceAndEachTagIsReadOnce() throws Exception {
        for (String each : List.of("1", "2", "3", "4")) {
            app.publish(tag.withTag(each), base);
        }
        app.base("base", "amd64 of January", "arm64 of February");
        app.lines();
        assertThat(rebuild(app.image("app").toString(), "--tags", "*"))
                .exitCode(0)
                .stdoutContains("4 to build again");
        assertThat(app.lines())
                .containsExactlyInAnyOrder(
                        "GET /v2/app/tags/list",
                        "GET /v2/app/manifests/1",
                        "GET /v2/app/manifests/2",
                        "GET /v2/app/manifests/3",
                        "GET /v2/app/manifests/4",
                        "GET /v2/base/manifests/latest");
    }

    @Test
    void tagsOfOneIndexAreOneImage() throws Exception {
        app.publish(tag, base);
        app.client()
                .pusher()
                .manifest(
                        tag.withTag("latest"),
                        app.client().manifest(tag).mediaType(),
                        app.client().manifest(tag).bytes());
        app.base("base", "amd64 of January", "arm64 of February");
        Transcript said = rebuild(tag.toString(), tag.withTag("latest").toString(), "--format", "json");
        assertThat(said).exitCode(0).stdoutContains("\"tags\" : \"1,latest\"", "\"legs\" : 1");
        assertThat(JsonSchemas.errors("rebuild-v1.schema.json", said.out())).isEmpty();
    }

    @Test
    void whatHasNoRecordIsStaleAndWhatCannotBeToldIsNoPass() throws Exception {
        app.publish(tag, Map.of());
        assertThat(rebuild(tag.toString()))
                .exitCode(0)
                .stdoutContains("no-record: there is no build record at all in .multiarch/records")
                .stderrContains("warning: there is no build record at all in .multiarch/records. Fix: ");
        assertThat(rebuild(tag.toString(), "--causes", "base-moved"))
                .exitCode(3)
                .stdoutContains("linux/amd64    unknown", "base-moved: its base images are not known");
        assertThat(rebuild(tag.toString(), "--causes", "base-moved", "--on-unknown", "rebuild"))
                .exitCode(0)
                .stdoutContains("2 to build again");
    }

    @Test
    void anOldLegIsStaleAndAVulnerableBaseIsMoreUrgent() throws Exception {
        app.publish(tag, base);
        Files.writeString(
                folder.resolve("bad.txt"),
                "# by scanner\n"
                        + base.get(PublishedApp.ARM64)
                                .taken()
                                .value()
                                .orElseThrow()
                                .manifest() + " CVE-2026-1\n");
        assertThat(rebuild(tag.toString(), "--max-age", "30d", "--vulnerable-bases", "bad.txt", "--max-legs", "1"))
                .exitCode(0)
                .stdoutContains(
                        "linux/amd64    left",
                        "left for later: more than --max-legs 1",
                        "linux/arm64    rebuild",
                        "vulnerable-base: " + base.get(PublishedApp.ARM64).name() + " is on the list: CVE-2026-1",
                        "age: built 2026-01-01T00:00:00Z, more than 30d ago");
        assertThat(onlyPlan().platforms()).containsExactly(PublishedApp.ARM64);
    }

    /** Anyone who pushes an image writes its annotations: a date of 1970 takes no place of what records say. */
    @Test
    void aClaimedDateComesAfterARecordedOne() throws Exception {
        Reference other = tag.withTag("other");
        Map<String, String> claims = new HashMap<>(PublishedApp.origin());
        claims.put("org.opencontainers.image.created", "1970-01-02T00:00:00Z");
        app.publish(tag, base);
        app.publish(other, Map.of(), claims, "pushed by somebody");
        assertThat(rebuild(other.toString(), tag.toString(), "--causes", "age", "--max-age", "30d", "--max-legs", "1"))
                .exitCode(0)
                .stdoutContains(
                        "age: built 1970-01-02T00:00:00Z, more than 30d ago (annotations of the index say so, no record does)",
                        "left for later: more than --max-legs 1",
                        "age: built 2026-01-01T00:00:00Z, more than 30d ago\n",
                        "To build " + tag.name() + ":1 again:")
                .stdoutDoesNotContain("To build " + other);
        Transcript json = rebuild(other.toString(), "--causes", "age", "--max-age", "30d", "--format", "json");
        assertThat(json).exitCode(0).stdoutContains("\"claimed\" : true");
        assertThat(JsonSchemas.errors("rebuild-v1.schema.json", json.out())).isEmpty();
    }

    @Test
    void anotherCommitIsBuiltForAllPlatforms() throws Exception {
        app.publish(tag, base);
        app.base("base", "amd64 of January", "arm64 of February");
        String head = "f".repeat(40);
        assertThat(rebuild(tag.toString(), "--revision", head)).exitCode(0).stdoutContains("2 to build again");
        Plan plan = onlyPlan();
        assertThat(plan.platforms()).containsExactly(PublishedApp.AMD64, PublishedApp.ARM64);
        assertThat(plan.revision()).contains(head);
        assertThat(plan.renews()).isEmpty();
    }

    @Test
    void headIsTheCommitOfTheRunOrOfTheCheckout() throws Exception {
        app.publish(tag, base);
        app.base("base", "amd64 of January", "arm64 of February");
        String head = "e".repeat(40);
        here = here.with("GITHUB_SHA", head);
        assertThat(rebuild(tag.toString(), "--revision", "HEAD")).exitCode(0);
        assertThat(onlyPlan().revision()).contains(head);
        here = here.with("GITHUB_SHA", "");
        assertThat(rebuild(tag.toString(), "--revision", "HEAD"))
                .exitCode(2)
                .stderrContains("--revision HEAD: ", "Fix: ");
        assertThat(rebuild(tag.toString(), "--revision", "main"))
                .exitCode(2)
                .stderrContains("--revision main: expected HEAD, or a commit's full hash");
    }

    @Test
    void anIndexThatNamesNoCommitIsNotPlanned() throws Exception {
        app.publish(tag, base, Map.of("org.opencontainers.image.revision", "main\u001b[31m"), "x");
        app.base("base", "amd64 of January", "arm64 of February");
        assertThat(rebuild(tag.toString()))
                .exitCode(3)
                .stdoutContains(
                        "linux/arm64    left", "which commit it was built from is not known", "Fix: --revision HEAD")
                .stdoutDoesNotContain("\u001b");
    }
}
