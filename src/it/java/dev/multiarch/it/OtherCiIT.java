package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Each file of {@code examples/ci}, from the plan to a tag that holds both platforms. */
class OtherCiIT {
    private final Stack stack = Stack.require();

    @RegisterExtension
    final Commands commands = new Commands().inOwnJvm().within(Duration.ofMinutes(5));

    @TempDir
    Path folder;

    private CiHost host;

    @BeforeEach
    void makeHost() throws IOException {
        host = new CiHost(folder, stack, commands);
    }

    @Test
    void drone() throws IOException {
        Map<String, String> variables = Map.of(
                "CI", "true",
                "DRONE", "true",
                "DRONE_BUILD_NUMBER", "42",
                "DRONE_BUILD_LINK", "https://drone.company.com/octocat/hello-world/42",
                "DRONE_BUILD_TRIGGER", "octocat",
                "DRONE_COMMIT_SHA", CiHost.COMMIT,
                "DRONE_REPO_LINK", "https://github.com/octocat/hello-world");
        Set<String> done = new HashSet<>();
        for (DronePipeline pipeline : DronePipeline.read(host.example("drone.yml"), variables)) {
            assertThat(done).containsAll(pipeline.dependsOn());
            Path workspace = host.checkout();
            Map<String, String> here = new HashMap<>(variables);
            here.put("DRONE_STAGE_NAME", pipeline.name());
            for (Map<?, ?> step : pipeline.steps()) {
                DronePipeline.run(step, host, workspace, here);
            }
            done.add(pipeline.name());
        }
        assertThat(done).containsExactlyInAnyOrder("linux-amd64", "linux-arm64", "merge");
        host.requireTag("latest", CiHost.COMMIT, "https://github.com/octocat/hello-world");
        host.requireTag(CiHost.COMMIT.substring(0, 8));
    }

    /** gitlab-ci-local needs Docker only for jobs that name an image. */
    @Test
    void gitLab() throws IOException {
        Path checkout = host.checkout();
        Commands here = host.in(checkout);
        Files.writeString(
                checkout.resolve(".gitlab-ci.yml"),
                host.example("gitlab-ci.yml").replaceAll("(?m)^  (image|services): .*\\n", ""));
        String git = "git init -q && git remote add origin https://gitlab.example.com/team/app.git && git add -A"
                + " && git -c user.name=ada -c user.email=ada@example.com commit -q -m first && git rev-parse HEAD";
        Transcript commit = here.program("sh", "-c", git);
        assertThat(commit).exitCode(0);
        Transcript run = here.program(
                "gitlab-ci-local",
                "--variable=CI_REGISTRY=" + host.registry(),
                "--variable=CI_REGISTRY_IMAGE=" + host.image(),
                "--variable=CI_REGISTRY_USER=" + host.user(),
                "--variable=CI_REGISTRY_PASSWORD=" + host.password());
        assertThat(run).exitCode(0).stdoutContains("PASS  merge");
        String hash = commit.out().strip();
        host.requireTag(hash.substring(0, 8), hash, "https://gitlab.example.com/team/app");
    }

    /** Jenkins itself is not run: only the scripts of its file, stage by stage, with its variables and stashes. */
    @Test
    void jenkins() throws IOException {
        Jenkinsfile file = Jenkinsfile.read(host.example("Jenkinsfile"));
        assertThat(file.stages()).extracting(Jenkinsfile.Stage::name).containsExactly("plan", "leg", "leg", "merge");
        Path stashes = Files.createDirectories(folder.resolve("stashes"));
        for (Jenkinsfile.Stage stage : file.stages()) {
            Path workspace = host.checkout();
            Commands here = host.in(workspace)
                    .with("JENKINS_URL", "https://jenkins.example.com/")
                    .with("JOB_NAME", "app/main")
                    .with("STAGE_NAME", stage.name())
                    .with("BUILD_NUMBER", "153")
                    .with("BUILD_URL", "https://jenkins.example.com/job/app/job/main/153/")
                    .with("GIT_COMMIT", CiHost.COMMIT)
                    .with("GIT_URL", "https://ada:t0ken@git.example.com/team/app.git")
                    .with("REGISTRY_USR", host.user())
                    .with("REGISTRY_PSW", host.password());
            stage.run(here, file.environment(), workspace, stashes);
        }
        host.requireTag("build-153", CiHost.COMMIT, "\"https://git.example.com/team/app\"");
    }
}
