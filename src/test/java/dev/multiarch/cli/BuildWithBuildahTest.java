package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Transcript;
import dev.multiarch.image.Reference;
import dev.multiarch.publish.LegImage;
import dev.multiarch.rebuild.PublishedApp;
import dev.multiarch.registry.Document;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code build --with buildah}, with a program that prints what buildah does and makes what was prepared. */
class BuildWithBuildahTest extends WithPublishedApp {
    private static final String BUILDAH = """
            here=$(dirname "$0")
            echo "$*" >> "$here/calls"
            case "$1" in
            --version) echo 'buildah version 1.28.2 (image-spec 1.1.0-rc2, runtime-spec 1.0.2-dev)' ;;
            build)
              while [ $# -gt 0 ]; do [ "$1" != --iidfile ] || id=$2; shift; done
              printf 'sha256:%064d' 1 > "$id"
              echo 'STEP 1/1: FROM base'
              cat "$here/says" 2>/dev/null
              [ ! -e "$here/fails" ] || exit "$(cat "$here/fails")"
              echo COMMIT
              ;;
            push) cp -R "$here/made" "${5#oci:}" && cp "$here/digest" "$3" ;;
            *) exit 1 ;;
            esac
            """;

    private FakeBuilder builder;

    @BeforeEach
    void start() throws Exception {
        builder = FakeBuilder.in(folder, "linux/amd64", "linux/arm64");
        new FakePrograms(builder.folder()).with("buildah", BUILDAH);
        app.base("base", "amd64", "arm64");
        makes("linux-arm64");
        Files.writeString(folder.resolve("Dockerfile"), "FROM " + app.image("base") + "\n");
        assertThat(run("plan", "--image", app.image("app").toString(), "--platforms", "linux/arm64", "--plan-id", "p"))
                .exitCode(0);
    }

    private void makes(String slug) throws Exception {
        Path made = builder.folder().resolve("made");
        new ProcessBuilder("cp", "-RT", builder.folder().resolve(slug).toString(), made.toString())
                .start()
                .waitFor();
        Files.writeString(builder.folder().resolve("digest"), builder.digest(slug.replace('-', '/')));
    }

    private Transcript run(String... words) {
        return commands.in(folder)
                .within(Duration.ofMinutes(3))
                .with("PATH", builder.path())
                .with("HOME", folder.toString())
                .run(words);
    }

    private Transcript build(String... more) {
        List<String> words = new ArrayList<>(List.of("build", "--with", "buildah", "--platform", "linux/arm64"));
        words.addAll(List.of(more));
        return run(words.toArray(String[]::new));
    }

    @Test
    void theLegIsPushedByDigestAndItsRecordNamesBuildah() throws Exception {
        assertThat(build("--", ".", "--build-arg", "V=1")).exitCode(0);
        String digest = builder.digest("linux/arm64");
        assertThat(builder.calls())
                .anyMatch(call -> call.startsWith("build --platform linux/arm64 ")
                        && call.endsWith(" --build-arg=V=1 --layers ."));
        assertThat(Files.readString(folder.resolve(".multiarch/records/p/linux-arm64/1.json")))
                .contains("\"buildah 1.28.2\"", digest, "\"built\"")
                .doesNotContain("V=1");
        assertThat(run("merge", "--tag", "1", "--engine", "native")).exitCode(0);
        assertThat(run("inspect", app.image("app") + ":1")).exitCode(0).stdoutContains("linux/arm64");
    }

    @Test
    void aBaseWithoutThePlatformIsRefusedBeforeAnythingIsBuilt() throws Exception {
        Reference only = app.image("only").orLatest();
        Document image =
                app.client().manifest(only.with(new LegImage(PublishedApp.AMD64, "x").push(app.client(), only)));
        app.client().pusher().manifest(only, image.mediaType(), image.bytes());
        Files.writeString(folder.resolve("Dockerfile"), "FROM " + app.image("only") + "\n");
        assertThat(build("--", "."))
                .exitCode(1)
                .stderrContains(
                        "base image " + app.image("only") + ":latest is there for linux/amd64, expected linux/arm64");
        assertThat(builder.calls()).noneMatch(call -> call.startsWith("build"));
    }

    @Test
    void programsForAnotherPlatformAreNotPushed() throws Exception {
        makes("linux-amd64");
        assertThat(build("--", ".")).exitCode(4).stderrContains("made an image for linux/amd64, expected linux/arm64");
        assertThat(app.lines()).noneMatch(line -> line.contains("/v2/app/manifests/"));
        assertThat(Files.readString(folder.resolve(".multiarch/records/p/linux-arm64/1.json")))
                .contains("\"failed\"");
    }

    @Test
    void whereBuildahMayMakeNoContainerTheOtherIsolationIsNamed() throws Exception {
        Files.writeString(
                builder.folder().resolve("says"),
                "error running container: from /usr/bin/crun creating container for [/bin/sh -c true]: cgroups in hybrid"
                        + " mode not supported, drop all controllers from cgroupv2\n: exit status 1\nError: building at"
                        + " STEP \"RUN true\": while running runtime: exit status 1\n");
        Files.writeString(builder.folder().resolve("fails"), "1");
        assertThat(build("--", "."))
                .exitCode(4)
                .stderrContains(
                        "ended with 1: it may not make the container of a step: \"error running container: from"
                                + " /usr/bin/crun",
                        "Fix: BUILDAH_ISOLATION=chroot runs steps without namespaces",
                        "multiarch doctor --explain namespaces-refused says more");
        assertThat(build("--", ".", "--isolation=chroot"))
                .exitCode(4)
                .stderrContains("Fix: run it as root, or allow user namespaces where it runs")
                .stderrDoesNotContain("BUILDAH_ISOLATION=chroot runs");
    }

    @Test
    void theWarningThatBuildahBuildsOnIsAFailureHere() throws Exception {
        Files.writeString(
                builder.folder().resolve("says"),
                "WARNING: image platform ({amd64 linux  [] }) does not match the expected platform ({arm64 linux  []"
                        + " })\n");
        assertThat(build("--", ".")).exitCode(4).stderrContains("found a base image for another platform only");
        assertThat(app.lines()).noneMatch(line -> line.contains("/v2/app/manifests/"));
    }

    @Test
    void withoutPushTheLegIsALayoutNextToItsRecord() throws Exception {
        assertThat(build("--no-push", "--", "."))
                .exitCode(0)
                .stderrContains("not pushed, its layout is p/linux-arm64/");
        assertThat(app.lines()).noneMatch(line -> line.contains("/v2/app/"));
    }

    @Test
    void whatIsMissingOrDoesNotFitIsSaid() {
        assertThat(build("--builder", "x", "--", ".")).exitCode(2).stderrContains("--with buildah takes no --builder");
        assertThat(build("--", ".", "--sbom=true")).exitCode(2).stderrContains("buildah makes no attestations");
        assertThat(run("build", "--with", "kaniko", "--platform", "linux/arm64", "--", "."))
                .exitCode(2)
                .stderrContains("buildx");
        assertThat(commands.in(folder)
                        .with("PATH", "/nowhere")
                        .run("build", "--with", "podman", "--platform", "linux/arm64", "--", "."))
                .exitCode(4)
                .stderrContains("no podman was found on the PATH. Fix: install podman");
    }
}
