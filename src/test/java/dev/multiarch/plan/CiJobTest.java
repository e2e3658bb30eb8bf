package dev.multiarch.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The values are those of each system's own documentation. */
class CiJobTest {
    private static final String COMMIT = "bcdd4bf0245c82c060407b3b24b9b87301d15ac1";

    private static final Map<String, String> GITLAB = Map.of(
            "CI_COMMIT_SHA", COMMIT,
            "CI_PROJECT_URL", "https://gitlab.example.com/gitlab-org/gitlab",
            "CI_PIPELINE_ID", "1212348",
            "CI_JOB_NAME", "plan",
            "CI_JOB_URL", "https://gitlab.example.com/gitlab-org/gitlab/-/jobs/33312345",
            "CI_COMMIT_TAG", "v1.2.3",
            "GITLAB_USER_LOGIN", "ada");

    private static final Map<String, String> DRONE = Map.of(
            "DRONE_COMMIT_SHA", COMMIT,
            "DRONE_REPO_LINK", "https://github.com/octocat/hello-world",
            "DRONE_BUILD_NUMBER", "42",
            "DRONE_STAGE_NAME", "merge",
            "DRONE_BUILD_LINK", "https://drone.company.com/octocat/hello-world/42",
            "DRONE_TAG", "v1.2.3",
            "DRONE_BUILD_TRIGGER", "ada");

    private static final Map<String, String> JENKINS = Map.of(
            "JENKINS_URL", "https://jenkins.example.com/",
            "GIT_COMMIT", COMMIT,
            "GIT_URL", "https://ada:t0ken@git.example.com/org/app.git",
            "JOB_NAME", "app/main",
            "BUILD_NUMBER", "153",
            "BUILD_URL", "https://jenkins.example.com/job/app/job/main/153/",
            "TAG_NAME", "v1.2.3",
            "BUILD_USER_ID", "ada");

    static Stream<Map<String, String>> systems() {
        return Stream.of(GITLAB, DRONE, JENKINS);
    }

    @ParameterizedTest
    @MethodSource("systems")
    void whatIsBuiltIsKnown(Map<String, String> environment) {
        CiJob job = CiJob.of(environment);
        assertThat(job.revision()).contains(COMMIT);
        assertThat(job.actor()).contains("ada");
        Plan plan = plan(environment);
        assertThat(plan.revision()).contains(COMMIT);
        assertThat(plan.labels())
                .containsEntry("org.opencontainers.image.revision", COMMIT)
                .containsEntry("org.opencontainers.image.version", "1.2.3");
        assertThat(Plan.read(plan.write(), "plan.json")).isEqualTo(plan);
    }

    @Test
    void addresses() {
        assertThat(CiJob.of(GITLAB).source()).contains("https://gitlab.example.com/gitlab-org/gitlab");
        assertThat(CiJob.of(GITLAB).url()).contains("https://gitlab.example.com/gitlab-org/gitlab/-/jobs/33312345");
        assertThat(CiJob.of(DRONE).source()).contains("https://github.com/octocat/hello-world");
        assertThat(CiJob.of(DRONE).url()).contains("https://drone.company.com/octocat/hello-world/42");
        assertThat(CiJob.of(JENKINS).source()).contains("https://git.example.com/org/app");
        assertThat(CiJob.of(JENKINS).url()).contains("https://jenkins.example.com/job/app/job/main/153");
    }

    /** A job that runs again goes on where it stopped; another run, another job and another system do not. */
    @ParameterizedTest
    @MethodSource("systems")
    void aPlanIsNamedByRunAndJob(Map<String, String> environment) {
        String id = plan(environment).id();
        assertThat(plan(environment).id()).isEqualTo(id);
        for (String name : List.of("CI_PIPELINE_ID", "DRONE_BUILD_NUMBER", "BUILD_NUMBER")) {
            if (environment.containsKey(name)) {
                assertThat(plan(with(environment, name, "7")).id())
                        .startsWith("7-")
                        .isNotEqualTo(id);
            }
        }
        for (String name : List.of("CI_JOB_NAME", "DRONE_STAGE_NAME", "JOB_NAME")) {
            if (environment.containsKey(name)) {
                assertThat(plan(with(environment, name, "other")).id()).isNotEqualTo(id);
            }
        }
    }

    /** Numbers of different counters must not decide which of two images is the newer one. */
    @Test
    void onlyNumbersOfOneCounterAreCompared() {
        assertThat(Run.of(GITLAB)).contains(new Run(1212348, 1));
        assertThat(Run.of(DRONE)).isEmpty();
        assertThat(Run.of(JENKINS)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "https://git.example.com/org/app.git, https://git.example.com/org/app",
        "https://git.example.com:8443/org/app/, https://git.example.com:8443/org/app",
        "HTTPS://token@git.example.com/org/app?token=t0ken#t0ken, https://git.example.com/org/app",
        "git@git.example.com:org/app.git, ssh://git.example.com/org/app",
        "ssh://git:t0ken@git.example.com:2222/org/app.git, ssh://git.example.com:2222/org/app",
    })
    void noPasswordIsInTheAddressOfASource(String given, String source) {
        assertThat(CiJob.of(with(JENKINS, "GIT_URL", given)).source()).contains(source);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "file:///srv/git/app.git",
                "/srv/git/app.git",
                "https://git.example.com/a\n::error::owned",
                "https://git.example.com/\u202Eppa",
                "https://",
                "https:///org/app",
            })
    void whatIsNoAddressIsNoSource(String given) {
        assertThat(CiJob.of(with(JENKINS, "GIT_URL", given)).source()).isEmpty();
        assertThat(CiJob.of(with(JENKINS, "BUILD_URL", given)).url()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "bcdd4bf", COMMIT + "\n" + COMMIT, COMMIT + "0", " "})
    void onlyAFullHashIsACommit(String given) {
        assertThat(CiJob.of(with(DRONE, "DRONE_COMMIT_SHA", given)).revision()).isEmpty();
    }

    @Test
    void whatIsHostileNamesNoPlan() {
        String id = plan(with(DRONE, "DRONE_BUILD_NUMBER", "../../../etc")).id();
        assertThat(id).matches("[0-9a-f]{16}");
        String job =
                plan(with(GITLAB, "CI_JOB_NAME", "x".repeat(100_000) + "\n/..")).id();
        assertThat(job).matches("1212348-[0-9a-f]{12}");
        assertThat(CiJob.of(with(GITLAB, "CI_COMMIT_TAG", "x".repeat(1001))).tag())
                .isEmpty();
        assertThat(CiJob.of(with(GITLAB, "GITLAB_USER_LOGIN", "ada\u001b[31m")).actor())
                .isEmpty();
    }

    @Test
    void githubComesFirst() {
        Map<String, String> both = new HashMap<>(JENKINS);
        both.put("GITHUB_REPOSITORY", "org/app");
        both.put("GITHUB_RUN_ID", "77");
        assertThat(CiJob.of(both).url()).contains("https://github.com/org/app/actions/runs/77");
        assertThat(CiJob.of(both).revision()).isEmpty();
    }

    @Test
    void elsewhereNothingIsKnown() {
        Map<String, String> shell = Map.of("GIT_URL", "https://git.example.com/a", "BUILD_NUMBER", "1", "CI", "true");
        CiJob job = CiJob.of(shell);
        assertThat(Stream.of(job.revision(), job.source(), job.tag(), job.url(), job.actor(), job.run()))
                .allMatch(Optional::isEmpty);
    }

    private static Map<String, String> with(Map<String, String> environment, String name, String value) {
        Map<String, String> all = new HashMap<>(environment);
        all.put(name, value);
        return all;
    }

    private static Plan plan(Map<String, String> environment) {
        return new PlanRequest(
                        "ghcr.io/org/app",
                        List.of("linux/amd64"),
                        RunnerMap.DEFAULT,
                        Optional.empty(),
                        Optional.empty(),
                        List.of())
                .plan(environment, Instant.parse("2026-01-31T12:00:00Z"), Optional.empty());
    }
}
