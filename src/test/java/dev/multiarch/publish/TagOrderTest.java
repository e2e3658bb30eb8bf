package dev.multiarch.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.Commands;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.process.Program;
import dev.multiarch.process.Programs;
import dev.multiarch.registry.embedded.Fault;
import dev.multiarch.step.Refused;
import dev.multiarch.step.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What decides whether a tag moves forwards: commits, then runs of workflows, then times, then digests. Each row is promoted
 * in both directions.
 */
class TagOrderTest {
    private static final String BASE = "org.opencontainers.image.";

    private final List<String> said = new ArrayList<>();
    private SampleRegistry registry;
    private Optional<Path> checkout = Optional.empty();

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws Exception {
        registry = new SampleRegistry();
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private List<Promote.Moved> promote(Digest what, Reference... to) throws Exception {
        said.clear();
        var session =
                new Session(registry.client(), new Programs(line -> {}), System.getenv(), said::add, Optional.empty());
        checkout.ifPresent(session::in);
        return MatrixMerge.promote(session, EngineChoice.NATIVE, registry.app().with(what), List.of(to));
    }

    private static Map<String, String> annotations(String text) {
        Map<String, String> annotations = new LinkedHashMap<>();
        for (String pair : text == null ? new String[0] : text.split(" ")) {
            String[] parts = pair.split("=");
            annotations.put(
                    (List.of("run", "plan", "since").contains(parts[0]) ? "dev.multiarch." : BASE) + parts[0],
                    parts[1]);
        }
        return annotations;
    }

    private Digest put(String annotations, String config, String tag) throws Exception {
        return registry.put(registry.app().withTag(tag), annotations(annotations), config == null ? "" : config);
    }

    /** The tag goes from one to the other, and not back. */
    private void forwards(Digest older, Digest newer, String why) throws Exception {
        Reference tag = registry.app().withTag("t");
        copy(older, tag);
        promote(newer, tag);
        assertThat(registry.tag(tag)).contains(newer);
        assertThatThrownBy(() -> promote(older, tag))
                .isInstanceOf(Refused.class)
                .hasMessageContainingAll(
                        tag + " points to " + newer,
                        "the candidate " + older + " ",
                        why,
                        "Tags move only forwards: no tag was moved. Fix: give --allow-older");
        assertThat(registry.tag(tag)).contains(newer);
    }

    private void copy(Digest what, Reference tag) throws Exception {
        var document = registry.client().manifest(registry.app().with(what));
        registry.client().pusher().manifest(tag, document.mediaType(), document.bytes());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "times                 | created=2026-01-01T00:00:00Z | - | created=2026-01-02T00:00:00Z | - | was created before it, 2026-01-01T00:00:00Z",
                "times with zones      | created=2026-01-02T01:00:00+02:00 | - | created=2026-01-02T00:00:00Z | - | was created before it",
                "days                  | created=2026-05-01 | - | created=2026-05-02 | - | was created before it, 2026-05-01",
                "a day and a time      | created=2026-04-30T23:59:59Z | - | created=2026-05-01 | - | was created before it",
                "no zone               | created=2026-05-01T09:00:00 | - | created=2026-05-01T10:00:00Z | - | was created before it",
                "both in the future    | created=2999-01-01T00:00:00Z | - | created=2999-01-02T00:00:00Z | - | was created before it, 2999-01-01T00:00:00Z",
                "the year 2999         | created=2999-01-01T00:00:00Z | - | created=2026-01-02T00:00:00Z | - | says that it was created in the future, 2999-01-01T00:00:00Z, so it counts as older",
                "no time               | - | - | created=2026-01-02T00:00:00Z | - | has no annotation org.opencontainers.image.created, so it counts as older",
                "nonsense              | created=yesterday | - | created=2026-01-02T00:00:00Z | - | created=yesterday, which is neither a time nor a date, so it counts as older",
                "within a day, configs | created=2026-05-01 | 2026-05-01T08:00:00Z | created=2026-05-01T07:00:00Z | 2026-05-01T09:00:00Z | was created before it, 2026-05-01T08:00:00Z",
                "equal times, configs  | created=2026-05-01T00:00:00Z | 2026-04-01T00:00:00Z | created=2026-05-01T00:00:00.0Z | 2026-04-02T00:00:00Z | was created before it, 2026-04-01T00:00:00Z",
                "configs alone         | - | 2026-04-01T00:00:00Z | - | 2026-04-02T00:00:00Z | was created before it, 2026-04-01T00:00:00Z",
                "a config of 1970      | - | 1970-01-01T00:00:00Z | - | 2026-04-02T00:00:00Z | has no annotation",
                "2999, and its config  | created=2999-01-01T00:00:00Z | 2026-03-01T00:00:00Z | created=2026-04-02T00:00:00Z | - | was created before it, 2026-03-01T00:00:00Z",
                "runs before times     | created=2026-01-02T00:00:00Z run=9.1 source=a | - | created=2026-01-01T00:00:00Z run=10.1 source=a | - | is of workflow run 9.1, which is before it",
                "attempts              | created=2026-01-02T00:00:00Z run=9.1 source=a | - | created=2026-01-01T00:00:00Z run=9.2 source=a | - | is of workflow run 9.1, which is before it",
                "an old commit again   | created=2026-01-05T00:00:00Z since=2026-01-01T00:00:00Z | - | created=2026-01-03T00:00:00Z | - | is of a commit first published 2026-01-01T00:00:00Z, which is before it",
                "a later one, both so  | created=2026-01-06T00:00:00Z since=2026-01-01T00:00:00Z | - | created=2026-01-05T00:00:00Z since=2026-01-02T00:00:00Z | - | is of a commit first published 2026-01-01T00:00:00Z, which is before it",
                "the same commit again | created=2026-01-01T00:00:00Z | - | created=2026-01-05T00:00:00Z since=2026-01-01T00:00:00Z | - | was created before it",
                "an old run again      | created=2026-01-05T00:00:00Z since=2026-01-01T00:00:00Z run=9.1 source=a | - | created=2026-01-03T00:00:00Z run=10.1 source=a | - | is of workflow run 9.1, which is before it",
                "runs of no project    | created=2026-01-01T00:00:00Z run=10.1 | - | created=2026-01-02T00:00:00Z run=9.1 | - | was created before it",
                "runs of two projects  | created=2026-01-01T00:00:00Z run=10.1 source=a | - | created=2026-01-02T00:00:00Z run=9.1 source=b | - | was created before it",
            })
    void oneIsOlder(String name, String older, String olderConfig, String newer, String newerConfig, String why)
            throws Exception {
        forwards(put(older, olderConfig, "older"), put(newer, newerConfig, "newer"), why);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            nullValues = "-",
            value = {
                "the same time, created=2026-01-02T00:00:00Z, created=2026-01-02T00:00:00.0Z, 'both were created at the same time'",
                "within a day, created=2026-05-01, created=2026-05-01T00:00:01Z, 'both were created at the same time'",
                "no time, title=a, title=b, neither says when it was created",
                "one commit of two projects, created=2026-01-02T00:00:00Z revision=c source=a, created=2026-01-02T00:00:00Z revision=c source=b, 'both were created at the same time'",
                "one commit and no time, revision=c source=a title=a, revision=c source=a title=b, neither says when it was created",
            })
    void theGreaterDigestDecidesWhatNothingElseDoes(String name, String one, String other, String why)
            throws Exception {
        Digest first = put(one, null, "one");
        Digest second = put(other, null, "two");
        boolean less = first.toString().compareTo(second.toString()) < 0;
        forwards(less ? first : second, less ? second : first, "has the smaller digest");
        copy(less ? first : second, registry.app().withTag("t"));
        promote(less ? second : first, registry.app().withTag("t"));
        assertThat(said).anyMatch(line -> line.startsWith("warning: ") && line.contains(why));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "the same commit and time, created=2026-01-02T00:00:00Z revision=c source=a title=",
        "the same plan, plan=p title=",
    })
    void theSameBuildDoneAgainTakesTheTag(String name, String annotations) throws Exception {
        Reference tag = registry.app().withTag("t");
        Digest first = put(annotations + "1", null, "one");
        Digest again = put(annotations + "2", null, "two");
        copy(first, tag);
        for (Digest next : List.of(again, first)) {
            promote(next, tag);
            assertThat(registry.tag(tag)).contains(next);
            assertThat(said).noneMatch(line -> line.startsWith("warning: "));
        }
    }

    @Test
    void aTagThatIsToMoveIsNotAnnouncedIfNoneCan() throws Exception {
        Reference tag = registry.app().withTag("t");
        Reference other = registry.other("other").withTag("t");
        copy(put(null, null, "older"), tag);
        Digest newer = put("created=2026-01-02T00:00:00Z", null, "newer");
        registry.fail("POST /v2/other/blobs/uploads/", Fault.error(403, "DENIED", "not yours"));
        assertThatThrownBy(() -> promote(newer, tag, other)).hasMessageContaining("403 DENIED");
        assertThat(said).noneMatch(line -> line.startsWith("warning: "));
        registry.heal();
        promote(newer, tag);
        assertThat(said)
                .anyMatch(line -> line.startsWith("warning: ")
                        && line.endsWith("it counts as older than the candidate, and the tag is to move"));
    }

    @Test
    void dockerListsAndSingleImagesGoByTheirConfigs() throws Exception {
        Digest older = registry.putDockerList(registry.app().withTag("older"), "2026-01-01T00:00:00Z");
        Digest newer = registry.putDockerList(registry.app().withTag("newer"), "2026-01-02T00:00:00Z");
        forwards(older, newer, "was created before it, 2026-01-01T00:00:00Z");

        Reference tag = registry.app().withTag("t");
        Digest image = new LegImage(SampleRegistry.PLATFORMS.get(0), "alone", "2026-01-03T00:00:00Z")
                .push(registry.client(), registry.app());
        copy(image, tag);
        assertThatThrownBy(() -> promote(newer, tag)).isInstanceOf(Refused.class);
        assertThat(registry.tag(tag)).contains(image);
    }

    @Test
    void commitsDecideBeforeAllElse() throws Exception {
        Commands.need("git");
        git("init", "-q");
        String first = commit("first");
        String second = commit("second");
        Digest older = put("created=2026-01-02T00:00:00Z run=2.1 source=a revision=" + first, null, "older");
        Digest newer = put("created=2026-01-01T00:00:00Z run=1.1 source=a revision=" + second, null, "newer");
        checkout = Optional.of(folder);
        forwards(older, newer, "is of commit " + first + ", an ancestor of it");

        checkout = Optional.empty();
        forwards(newer, older, "is of workflow run 1.1");
    }

    @Test
    void aCommitThatTheCheckoutLacksDecidesNothing() throws Exception {
        Commands.need("git");
        git("init", "-q");
        String here = commit("here");
        checkout = Optional.of(folder);
        Digest older = put("created=2026-01-01T00:00:00Z revision=" + here, null, "older");
        Digest newer = put("created=2026-01-02T00:00:00Z revision=" + "0".repeat(40), null, "newer");
        forwards(older, newer, "was created before it");
        git("config", "core.repositoryformatversion", "1");
        git("config", "extensions.partialClone", "origin");
        git("config", "remote.origin.promisor", "true");
        git("config", "remote.origin.url", "ext::touch " + folder.resolve("owned"));
        git("config", "protocol.ext.allow", "always");
        Digest lacking = put("created=2026-01-03T00:00:00Z revision=" + "1".repeat(40), null, "lacking");
        forwards(older, lacking, "was created before it");
        assertThat(folder.resolve("owned")).doesNotExist();
        Digest option = put("created=2026-01-03T00:00:00Z revision=--output", null, "option");
        forwards(newer, option, "was created before it");
    }

    private String commit(String message) throws Exception {
        git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "--allow-empty", "-m", message);
        return git("rev-parse", "HEAD");
    }

    private String git(String... words) throws Exception {
        List<String> line = new ArrayList<>(List.of("git", "-C", folder.toString()));
        line.addAll(List.of(words));
        return new Programs(program -> {})
                .run(Program.of(line))
                .orThrow()
                .text()
                .strip();
    }
}
