package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Reference;
import dev.multiarch.rebuild.PublishedApp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code rebuild} with something wrong in its input: neither everything nor nothing is stale by mistake. */
class RebuildInputTest extends WithPublishedApp {
    private Reference tag;

    @BeforeEach
    void start() throws Exception {
        tag = app.image("app").withTag("1");
        app.publish(tag, app.base("base", "amd64 of January", "arm64 of January"));
    }

    @Test
    void aNamedFolderOfRecordsHasToBeThere() throws Exception {
        assertThat(rebuild(tag.toString(), "--records", "nothere"))
                .exitCode(2)
                .stderrContains("--records nothere: there is no such folder. Fix: name the folder or the store");
        Files.writeString(folder.resolve("file"), "x");
        assertThat(rebuild(tag.toString(), "--records", "file"))
                .exitCode(2)
                .stderrContains("--records file: this is not a folder. Fix: ");
        assertThat(rebuild(tag.toString(), "--records", ".multiarch/records")).exitCode(0);
    }

    @Test
    void aFileInPlaceOfTheUsualFolderIsRefused() throws Exception {
        Path other = Files.createDirectories(folder.resolve("other/.multiarch"));
        Files.writeString(other.resolve("records"), "x");
        assertThat(commands.in(other.getParent()).run("rebuild", tag.toString()))
                .exitCode(2)
                .stderrContains("--records .multiarch/records: this is not a folder");
    }

    private static final String FIX =
            ", so each platform would be built again. Fix: name the store that has the records of"
                    + " what is published with --records; if there is none yet, --on-unknown rebuild builds all of them, and"
                    + " --on-unknown keep only those that annotations show to be stale\n";

    /** A registry makes a repository by the first push, so that a first night looks the same as a wrong name. */
    @Test
    void aNamedStoreThatHoldsNothingIsRefusedUnlessTheUserSaysSo() {
        String store = "oci://" + app.image("none").name();
        String nothing = "there is no build record at all in " + store;
        for (String format : List.of("text", "json", "github")) {
            assertThat(rebuild(tag.toString(), "--records", store, "--format", format))
                    .exitCode(2)
                    .stderrContains(nothing + FIX)
                    .stdoutIs("");
        }
        assertThat(rebuild(tag.toString(), "--records", store, "--on-unknown", "rebuild"))
                .exitCode(0)
                .stderrContains("warning: " + nothing + ". Fix: ", "--records")
                .stdoutContains("no-record: " + nothing, "2 to build again");
        assertThat(rebuild(tag.toString(), "--records", store, "--on-unknown", "keep"))
                .exitCode(0)
                .stdoutContains("0 to build again, 0 left, 0 unknown, 2 fresh");
        assertThat(rebuild(tag.toString(), "--records", store, "--causes", "base-moved"))
                .exitCode(3)
                .stdoutContains("base-moved: its base images are not known: " + nothing);
    }

    @Test
    void aNamedStoreOfOtherImagesIsRefusedTooAndSoIsAnEmptyFolder() throws Exception {
        Reference other = tag.withTag("2");
        app.publish(other, Map.of(), PublishedApp.origin(), "built elsewhere");
        assertThat(rebuild(other.toString(), "--records", ".multiarch/records"))
                .exitCode(2)
                .stderrContains(
                        "there is no build record of " + app.image("app").name() + "@sha256:", FIX);
        Files.createDirectories(folder.resolve("empty"));
        assertThat(rebuild(tag.toString(), other.toString(), "--records", "empty"))
                .exitCode(2)
                .stderrContains("there is no build record at all in empty" + FIX);
    }

    /** Without a warning: the store has records, of others. */
    @Test
    void oneImageWithoutARecordIsNoReasonToDoubtTheStore() throws Exception {
        Reference other = tag.withTag("2");
        app.publish(other, Map.of(), PublishedApp.origin(), "built elsewhere");
        assertThat(rebuild(other.toString()))
                .exitCode(0)
                .stdoutContains("no-record: .multiarch/records has no record of it")
                .stderrDoesNotContain("warning");
        assertThat(rebuild(tag.toString(), other.toString(), "--records", ".multiarch/records"))
                .exitCode(0)
                .stdoutContains("no-record: .multiarch/records has no record of it")
                .stderrDoesNotContain("warning");
    }

    @Test
    void whatACauseNeedsIsRefusedWhereTheCauseIsLeftOut() throws Exception {
        Files.writeString(folder.resolve("list.txt"), "# none\n");
        for (String given : List.of(
                "--max-age 30d age", "--vulnerable-bases list.txt vulnerable-base", "--known-bad list.txt known-bad")) {
            String[] words = given.split(" ");
            assertThat(rebuild(tag.toString(), "--causes", "base-moved", words[0], words[1]))
                    .exitCode(2)
                    .stderrContains(words[0] + " is given, and --causes leaves out " + words[2]
                            + ", so nothing would be looked for. Fix: add " + words[2] + " to --causes");
        }
    }

    @Test
    void aCauseThatIsAskedForNeedsItsInput() throws Exception {
        assertThat(rebuild(tag.toString(), "--causes", "vulnerable-base"))
                .exitCode(2)
                .stderrContains(
                        "--causes vulnerable-base needs --vulnerable-bases FILE, which is not given. Fix: give");
        assertThat(rebuild(tag.toString(), "--causes", "base-moved,verdict"))
                .exitCode(2)
                .stderrContains("--causes verdict needs --policy NAME|FILE, which is not given. Fix: give");
        assertThat(rebuild(tag.toString(), "--causes", "age"))
                .exitCode(2)
                .stderrContains("--causes age needs --max-age TIME, which is not given. Fix: give");
        Files.writeString(folder.resolve("bad.txt"), "# none\n");
        assertThat(rebuild(tag.toString(), "--causes", "vulnerable-base", "--vulnerable-bases", "bad.txt"))
                .exitCode(0);
        assertThat(rebuild(tag.toString(), "--causes", "age", "--max-age", "9999d"))
                .exitCode(0);
        assertThat(rebuild(tag.toString(), "--causes", "verdict", "--policy", "baseline", "--on-unknown", "keep"))
                .exitCode(0);
    }

    @Test
    void aMalformedLineIsNamedByItsFileAndNumber() throws Exception {
        Files.writeString(folder.resolve("bad.txt"), "# ours\n\n" + tag + "\nUPPER/Case:1 # wrong\n");
        assertThat(rebuild("--file", "bad.txt"))
                .exitCode(2)
                .stderrContains("bad.txt:4: image reference \"UPPER/Case\" is malformed");
        Files.writeString(folder.resolve("bad.txt"), "oci:layout\n");
        assertThat(rebuild("--file", "bad.txt")).exitCode(2).stderrContains("bad.txt:1: oci:layout is an OCI layout");
        Files.writeString(folder.resolve("good.txt"), "# ours\n" + tag + " # this\n" + tag + "\n");
        assertThat(rebuild("--file", "good.txt")).exitCode(0).stdoutContains("1 image, ");
    }
}
