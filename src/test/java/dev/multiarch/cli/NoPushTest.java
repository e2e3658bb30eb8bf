package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.registry.embedded.EmbeddedRegistry;
import dev.multiarch.registry.embedded.ReceivedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code --no-push}: built, merged and judged, and no registry is written to. */
class NoPushTest {
    private static final String BOTH = "linux/amd64,linux/arm64";

    @RegisterExtension
    final Commands commands = new Commands();

    private final List<ReceivedRequest> heard = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    private EmbeddedRegistry registry;
    private FakeBuilder builder;
    private String image;

    @BeforeEach
    void start() throws IOException {
        registry = EmbeddedRegistry.start(Optional.empty(), 0, heard::add);
        builder = FakeBuilder.in(folder, "linux/amd64", "linux/arm64");
        Files.writeString(folder.resolve("Dockerfile"), "FROM scratch\n");
        image = registry.host() + "/app";
    }

    @AfterEach
    void nothingWasWritten() {
        registry.close();
        assertThat(heard)
                .noneMatch(request -> List.of("POST", "PUT", "PATCH", "DELETE").contains(request.method()));
    }

    private Commands here() {
        return commands.in(folder)
                .within(Duration.ofMinutes(3))
                .with("PATH", builder.path())
                .with("HOME", folder.toString());
    }

    private Transcript ship(String... more) {
        return here().run(words(List.of("ship", "--image", image, "--platforms", BOTH, "--no-push"), more));
    }

    private static String[] words(List<String> first, String... more) {
        var words = new ArrayList<>(first);
        words.addAll(Arrays.asList(more));
        return words.toArray(String[]::new);
    }

    private void builtLegs() {
        assertThat(here().run("plan", "--image", image, "--platforms", BOTH, "--plan-id", "p"))
                .exitCode(0);
        for (String platform : BOTH.split(",")) {
            assertThat(here().run("build", "--platform", platform, "--no-push", "--", "."))
                    .exitCode(0)
                    .stdoutContains(
                            platform + ": image " + image + "@" + digest(platform) + ", not pushed, in the layout ");
        }
    }

    private String digest(String platform) {
        try {
            return builder.digest(platform);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shipEndsInALayoutThatOtherCommandsRead() throws IOException {
        assertThat(ship("--tag", "latest", "--", "."))
                .exitCode(0)
                .stdoutContains(
                        "pass     image.elf-machine [linux/arm64]",
                        "judged   oci:.multiarch/layout at sha256:",
                        "nothing was pushed and no tag was moved; the image is in the OCI layout .multiarch/layout\n"
                                + "not judged: whether the registry accepts the image, and whether the tags may move\n");
        assertThat(here().run("verify-index", "oci:.multiarch/layout", "--require", BOTH))
                .exitCode(0);
        assertThat(here().run("inspect", "oci:.multiarch/layout"))
                .exitCode(0)
                .stdoutContains(digest("linux/amd64"), digest("linux/arm64"));
        assertThat(heard).isEmpty();
        assertThat(builder.calls()).hasSize(2).allMatch(call -> call.contains("--output type=oci,name=" + image));
        try (Stream<Path> left = Files.walk(folder.resolve(".multiarch"))) {
            assertThat(left)
                    .noneMatch(file -> file.toString().contains("building-")
                            || file.toString().contains(".multiarch-layout-"));
        }
    }

    @Test
    void aVerdictThatIsBadEndsAsWithPushing() throws IOException {
        Files.writeString(
                folder.resolve("p.yaml"),
                "apiVersion: multiarch/v1\nkind: Policy\nname: p\nimage: {labels: {org.team: {present: true}}}\n");

        assertThat(ship("--policy", "p.yaml", "--", "."))
                .exitCode(1)
                .stdoutContains("the label org.team is not there", "nothing was pushed and no tag was moved");
    }

    @Test
    void legsFromSeveralMachinesAreMergedFromOneStore() throws IOException {
        builtLegs();
        Files.move(folder.resolve(".multiarch/records"), folder.resolve("artifacts"));

        Transcript merged =
                here().run("merge", "--records", "artifacts", "--no-push", "--layout", "image", "--format", "json");

        assertThat(merged).exitCode(0).stdoutContains("\"layout\" : \"image\"", "\"tags\" : [ ]");
        assertThat(here().run("verify-index", "oci:image", "--policy", "host", "--records", "artifacts"))
                .exitCode(3)
                .stdoutContains("host.kernel", "unknown");
        assertThat(heard).isEmpty();
    }

    @Test
    void mergingAgainReplacesTheLayoutAndNothingElse() throws IOException {
        builtLegs();
        assertThat(here().run("merge", "--no-push", "--layout", "image")).exitCode(0);
        assertThat(here().run("merge", "--no-push", "--layout", "image")).exitCode(0);
        assertThat(here().run("merge", "--no-push", "--layout", "programs"))
                .exitCode(4)
                .stderrContains("programs: is there and is not an OCI layout");
        assertThat(builder.calls()).hasSize(2);
    }

    @Test
    void aBlobThatIsNotItselfMergesNothing() throws IOException {
        builtLegs();
        Path blob = largest("linux-arm64");
        byte[] bytes = Files.readAllBytes(blob);
        bytes[bytes.length / 2] ^= 1;
        Files.write(blob, bytes);

        assertThat(here().run("merge", "--no-push"))
                .exitCode(1)
                .stderrContains("linux/arm64: leg sha256:", "Nothing was merged", "Fix: build this leg again");
        assertThat(folder.resolve(".multiarch/layout")).doesNotExist();

        Files.delete(blob);
        assertThat(here().run("merge", "--no-push"))
                .exitCode(1)
                .stderrContains("the layout has no such blob", "Fix: build this leg again");
    }

    @Test
    void aLinkInALayoutIsNotFollowed() throws IOException {
        builtLegs();
        Path blob = largest("linux-arm64");
        Files.move(blob, folder.resolve("elsewhere"));
        Files.createSymbolicLink(blob, folder.resolve("elsewhere"));

        assertThat(here().run("merge", "--no-push"))
                .exitCode(1)
                .stderrContains("linux/arm64", "is a symbolic link, which is not followed");
    }

    @Test
    void aLegInALayoutIsNotInTheRegistry() {
        builtLegs();
        assertThat(here().run("merge", "--tag", "1", "--engine", "native"))
                .exitCode(1)
                .stderrContains("linux/amd64: attempt 1 was built with --no-push, so the registry does not have it.");
    }

    @Test
    void aFolderThatIsNoLayoutIsRefusedBeforeTheBuild() throws IOException {
        Files.createDirectories(folder.resolve("site"));
        assertThat(ship("--layout", "site", "--", "."))
                .exitCode(4)
                .stderrIsOneLineWith(
                        "site: is there and is not an OCI layout", "Fix: remove it, or name another" + " folder");
        assertThat(ship("--", ".", "--annotation", "INDEX:a=b"))
                .exitCode(2)
                .stderrContains("--annotation INDEX:a=b: unknown type \"INDEX\"", "Nothing was built");
        assertThat(builder.calls()).isEmpty();
    }

    @Test
    void optionsThatContradictItAreRefused() {
        assertThat(ship("--engine", "imagetools", "--", "."))
                .exitCode(2)
                .stderrIsOneLineWith("--engine imagetools can't be combined with --no-push");
        assertThat(here().run("ship", "--image", image, "--platforms", BOTH, "--tag", "1", "--layout", "x", "--", "."))
                .exitCode(2)
                .stderrContains("--layout x is given without --no-push");
    }

    @Test
    void aCacheInARegistryIsLeftOutAndSaidSo() throws IOException {
        assertThat(ship("--", ".", "--cache-to", "type=registry,ref=" + image + ":latest", "--cache-to=type=gha"))
                .exitCode(0)
                .stderrContains("--cache-to " + image + ":latest is ignored, because this call pushes nothing");
        assertThat(builder.calls()).allMatch(call -> !call.contains("type=registry") && call.contains("=type=gha"));
        assertThat(heard).isEmpty();
    }

    private Path largest(String slug) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(".multiarch/records/p/" + slug))) {
            return files.filter(file -> file.toString().contains("/blobs/") && Files.isRegularFile(file))
                    .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
                    .orElseThrow();
        }
    }
}
