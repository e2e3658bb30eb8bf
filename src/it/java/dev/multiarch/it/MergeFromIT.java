package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Images that real docker, docker manifest, buildah and buildx made, in two registries, become one index. */
class MergeFromIT extends InProject {
    private String secure;

    @BeforeEach
    void nameSecure() {
        secure = image.replace(stack.registry(), Stack.variable("MULTIARCH_IT_SECURE_REGISTRY"));
    }

    /** An image with its provenance, under a tag of one architecture. */
    private void byBuildx(String tag, String platform) {
        run(
                "docker",
                "buildx",
                "build",
                "--builder",
                stack.remoteBuilder(),
                "--platform",
                platform,
                "--push",
                "-t",
                tag,
                "--build-arg",
                Line.salt(),
                ".");
    }

    private void byBuildah(String tag) throws IOException {
        project.file("Buildfile", "FROM scratch\nCOPY root-arm/ /\n");
        List<String> buildah =
                List.of("buildah", "--storage-driver", "vfs", "--root", folder + "/b", "--runroot", folder + "/b-run");
        run(with(
                buildah,
                "bud",
                "--isolation",
                "chroot",
                "--manifest",
                "m",
                "--platform",
                "linux/arm/v7",
                "-f",
                "Buildfile",
                "."));
        run(with(buildah, "manifest", "push", "--all", "--tls-verify=false", "m", "docker://" + tag));
    }

    /** An image without a program, since no emulator is here for it, in a list of Docker's. */
    private void byDockerManifest(String list) throws IOException {
        project.file("files/hello", "hello\n");
        run("tar", "-C", "files", "-cf", "files.tar", "hello");
        String member = list + "-s390x";
        run("docker", "import", "--platform", "linux/s390x", "files.tar", member);
        run("docker", "push", "--quiet", member);
        run("docker", "manifest", "create", "--insecure", list, member);
        run("docker", "manifest", "push", "--insecure", list);
    }

    private static String[] with(List<String> words, String... more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private String platforms(String tag) {
        return run(
                "sh",
                "-c",
                "crane manifest \"$1\" | jq -r '[.manifests[].platform | select(.os != \"unknown\") |"
                        + " [.os, .architecture, .variant // empty] | join(\"/\")] | join(\" \")'",
                "sh",
                tag);
    }

    private String digest(String tag, String architecture) {
        return run(
                "sh",
                "-c",
                "crane manifest \"$1\" | jq -r --arg a \"$2\" '.manifests[] |"
                        + " select(.platform.architecture == $a) | .digest'",
                "sh",
                tag,
                architecture);
    }

    @Test
    void ownLegsTagsAndListsOfTwoRegistriesAreOneVerifiedIndex() throws IOException {
        line.plannedAndBuilt("linux/amd64");
        byBuildx(secure + ":v1-arm64", "linux/arm64");
        byBuildah(image + "-buildah:1");
        byDockerManifest(image + "-docker:1");
        String signed = secure + "@" + digest(secure + ":v1-arm64", "arm64");
        project.file("signature", "signed\n");
        run("oras", "attach", "--artifact-type", "application/vnd.example.signature", signed, "signature:text/plain");

        String[] merge = {
            "merge",
            "--tag",
            "1",
            "--from",
            secure + ":v1-arm64",
            "--from",
            image + "-buildah:1",
            "--from",
            image + "-docker:1",
            "--require",
            "linux/amd64,linux/arm64,linux/arm/v7,linux/s390x"
        };
        assertThat(here.run(merge))
                .exitCode(0)
                .stdoutContains("pass: ", image + ":1 now points to sha256:")
                .stderrContains(" sent (", " mounted", "signatures and other referrers: 1");
        assertThat(platforms(image + ":1")).isEqualTo("linux/amd64 linux/arm64 linux/arm/v7 linux/s390x");
        run("crane", "validate", "--remote", image + ":1");
        assertThat(here.run("verify-index", image + ":1")).exitCode(0);
        assertThat(run("docker", "run", "--rm", "--network=none", "--platform", "linux/arm64", image + ":1"))
                .isEqualTo("aarch64");
        String copied = image + "@" + digest(image + ":1", "arm64");
        assertThat(run("oras", "discover", "--plain-http", "--format", "json", copied))
                .contains("application/vnd.example.signature");

        assertThat(here.run(merge)).exitCode(0).stdoutContains("nothing has changed");
    }

    /** imagetools asks about the tag in a way that this registry refuses. */
    @Test
    void aTagThatHeldADockerListMovesToAnIndexOfOci() throws IOException {
        String base = Stack.variable("MULTIARCH_IT_BASE_IMAGE");
        String[] skopeo = {"skopeo", "copy", "-q", "--src-tls-verify=false", "--dest-tls-verify=false"};
        run(with(
                List.of(skopeo),
                "--override-arch=amd64",
                "--format=v2s2",
                "docker://" + base,
                "docker://" + image + "-parts:docker"));
        run("crane", "copy", "--insecure", "--platform=linux/arm64", base, image + "-parts:oci");
        String list = image + "-list";
        assertThat(here.run("merge", "--image", list, "--tag", "1", "--from", image + "-parts:docker"))
                .exitCode(0);
        assertThat(here.run("merge", "--image", list, "--tag", "1", "--from", image + "-parts:oci"))
                .exitCode(0)
                .stderrContains("multiarch writes the tag itself");
        assertThat(platforms(list + ":1")).isEqualTo("linux/arm64");
    }

    @Test
    void aNightlyBuildOfOnePlatformKeepsTheOthers() throws IOException {
        line.tagged("linux/amd64,linux/arm64,linux/arm/v7");
        String before = run(
                "sh",
                "-c",
                "crane manifest \"$1\" | jq -S '[.manifests[] | select(.platform.architecture !="
                        + " \"arm64\")][0,1]'",
                "sh",
                image + ":1.0");
        Files.delete(folder.resolve(".multiarch/plan.json"));
        line.plannedAndBuilt("linux/arm64");
        assertThat(here.run("merge", "--tag", "1.0", "--keep-from", image + ":1.0"))
                .exitCode(0)
                .stderrContains("linux/amd64 (kept from ");
        assertThat(run(
                        "sh",
                        "-c",
                        "crane manifest \"$1\" | jq -S '[.manifests[] | select(.platform.architecture !="
                                + " \"arm64\")][0,1]'",
                        "sh",
                        image + ":1.0"))
                .isEqualTo(before);
        assertThat(platforms(image + ":1.0")).isEqualTo("linux/amd64 linux/arm64 linux/arm/v7");
        run("crane", "validate", "--remote", image + ":1.0");
    }

    @Test
    void aRegistryThatAsksForAPasswordIsNamed() {
        byBuildx(secure + ":v1-arm64", "linux/arm64");
        assertThat(here.with("DOCKER_CONFIG", folder.resolve("nobody").toString())
                        .run(
                                "merge",
                                "--image",
                                image,
                                "--tag",
                                "1",
                                "--engine",
                                "native",
                                "--from",
                                secure + ":v1-arm64"))
                .exitCode(3)
                .stderrContains("401", "Fix: docker login " + Stack.variable("MULTIARCH_IT_SECURE_REGISTRY"));
        line.noTag("1");
    }
}
