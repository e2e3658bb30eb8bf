package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.JsonSchemas;
import dev.multiarch.Transcript;
import dev.multiarch.fact.Fact;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.rebuild.PublishedApp;
import dev.multiarch.record.BaseImage;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code rebuild}: which base image of which platform moved, and which one is not known. */
class RebuildBasesTest extends WithPublishedApp {
    private static final String EMPTY = "{\"include\":[]}\n";

    private Map<Platform, BaseImage> base;
    private Reference tag;

    @BeforeEach
    void start() throws Exception {
        base = app.base("base", "amd64 of January", "arm64 of January");
        tag = app.image("app").withTag("1");
    }

    @Test
    void anIndexOfTheBaseThatChangedForOthersIsNoCause() throws Exception {
        app.publish(tag, Map.of(PublishedApp.ARM64, base.get(PublishedApp.ARM64)));
        app.base("base", "amd64 of February", "arm64 of January");
        assertThat(rebuild(tag.toString(), "--causes", "base-moved", "--on-unknown", "keep", "--format", "github"))
                .exitCode(0)
                .stdoutIs(EMPTY);
    }

    @Test
    void aBaseThatIsGoneIsUnknown() throws Exception {
        var gone = BaseImage.of(app.image("gone") + ":1", digest("i"), digest("m"), "");
        app.publish(tag, Map.of(PublishedApp.AMD64, gone, PublishedApp.ARM64, base.get(PublishedApp.ARM64)));
        assertThat(rebuild(tag.toString()))
                .exitCode(3)
                .stdoutContains("linux/amd64    unknown", "/gone:1 is not known now: ", "404", "1 unknown, 1 fresh");
    }

    /** Of two bases of a platform one moved, and the other one's registry did not say what it was: each is said. */
    @Test
    void oneBaseThatIsUnknownHidesNoOther() throws Exception {
        BaseImage known = base.get(PublishedApp.ARM64);
        var unknown = new BaseImage(app.image("tools") + ":1", Fact.unknown("429 \"slow down\""), "tools");
        app.publish(tag, List.of(base.get(PublishedApp.AMD64)), List.of(unknown, known));
        assertThat(rebuild(tag.toString(), "--explain"))
                .exitCode(3)
                .stdoutContains(
                        "linux/amd64    fresh",
                        "      base image " + known.name() + " did not move\n",
                        "linux/arm64    unknown",
                        "      base-moved: " + unknown.name()
                                + " (stage tools) was not known when it was built: 429 \"slow down\"\n");
        Files.writeString(folder.resolve("bad.txt"), unknown.name() + "\n");
        assertThat(rebuild(tag.toString(), "--vulnerable-bases", "bad.txt", "--causes", "vulnerable-base"))
                .exitCode(0)
                .stdoutContains("vulnerable-base: " + unknown.name() + " is on the list", "1 to build again");
        Files.writeString(folder.resolve("bad.txt"), "alpine:3.17\n");
        assertThat(rebuild(tag.toString(), "--vulnerable-bases", "bad.txt", "--causes", "vulnerable-base"))
                .exitCode(3)
                .stdoutContains("vulnerable-base: " + unknown.name() + " (stage tools) was not known");

        app.base("base", "amd64 of January", "arm64 of February");
        assertThat(rebuild(tag.toString(), "--explain"))
                .exitCode(0)
                .stdoutContains(
                        "linux/arm64    rebuild",
                        "base-moved: " + known.name() + " was ",
                        "      base image " + unknown.name() + " (stage tools) was not known when it was built: ");
        Transcript json = rebuild(tag.toString(), "--format", "json");
        assertThat(JsonSchemas.errors("rebuild-v1.schema.json", json.out())).isEmpty();
        assertThat(json)
                .exitCode(0)
                .stdoutContains("\"state\" : \"same\"", "\"state\" : \"moved\"", "\"state\" : \"unknown\"");
    }

    @Test
    void aBaseThatIsPinnedByItsDigestIsNotAskedFor() throws Exception {
        var pinned = BaseImage.of(app.image("gone") + ":1@" + digest("i"), digest("i"), digest("m"), "build");
        app.publish(tag, Map.of(PublishedApp.AMD64, pinned, PublishedApp.ARM64, pinned));
        assertThat(rebuild(tag.toString(), "--explain"))
                .exitCode(0)
                .stdoutContains("2 fresh", "base image " + pinned.name() + " (stage build) is named by its digest");
    }

    /** A list by a scanner has names, and who pins a base image still writes its tag. */
    @Test
    void aBaseThatIsPinnedIsFoundByItsTagToo() throws Exception {
        String name = app.image("old") + ":1";
        var pinned = BaseImage.of(name + "@" + digest("i"), digest("i"), digest("m"), "");
        app.publish(tag, Map.of(PublishedApp.AMD64, pinned, PublishedApp.ARM64, base.get(PublishedApp.ARM64)));
        for (String each : List.of(name, name + "@" + digest("i"), digest("m").toString())) {
            Files.writeString(folder.resolve("bad.txt"), each + " CVE-2026-1\n");
            assertThat(rebuild(tag.toString(), "--vulnerable-bases", "bad.txt"))
                    .exitCode(0)
                    .stdoutContains(
                            "linux/amd64    rebuild",
                            "vulnerable-base: " + pinned.name() + " is on the list: CVE-2026-1",
                            "1 to build again, 0 left, 0 unknown, 1 fresh");
        }
        for (String other : List.of(app.image("old") + ":2", app.image("old").toString(), name + "@" + digest("x"))) {
            Files.writeString(folder.resolve("bad.txt"), other + "\n");
            assertThat(rebuild(tag.toString(), "--vulnerable-bases", "bad.txt"))
                    .exitCode(0)
                    .stdoutContains("0 to build again, 0 left, 0 unknown, 2 fresh");
        }
    }

    /** A record may have been written by anyone. */
    @Test
    void aRecordWhoseTextsAreNoLinesIsRefused() throws Exception {
        String evil = "\u001b[31m\n::error::x";
        for (var each : List.of(
                new BaseImage("a:1", Fact.unknown(evil), ""),
                new BaseImage("a:1", Fact.unknown("z".repeat(5_000)), ""),
                new BaseImage("a:1" + evil, Fact.unknown("z"), ""),
                new BaseImage("a:1", Fact.unknown("z"), evil))) {
            Reference other = app.image("app").withTag("t" + each.hashCode());
            app.publish(other, List.of(base.get(PublishedApp.AMD64)), List.of(each));
            assertThat(rebuild(other.toString(), "--explain"))
                    .exitCode(3)
                    .stdoutContains("linux/arm64    unknown", "expected one line of at most 4096 characters")
                    .stdoutDoesNotContain("\u001b")
                    .stdoutDoesNotContain("\n::error::");
        }
    }

    private static Digest digest(String seed) {
        return Digest.of(seed.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
