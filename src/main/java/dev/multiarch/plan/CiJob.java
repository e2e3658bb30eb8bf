package dev.multiarch.plan;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the variables of GitHub Actions, GitLab CI, Drone or Jenkins say of the job that we run in; elsewhere nothing. They are
 * claims: who starts a job can set them. So each is one line of a limited length, an address has no password, and a commit is
 * a full hash.
 *
 * <p>Names: GitHub's "Default environment variables", GitLab's "Predefined CI/CD variables", Drone's environment reference,
 * and what Jenkins lists under {@code /env-vars.html} with its Git plugin.
 */
public final class CiJob {
    private static final int LONGEST = 1000;
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Pattern LINE = Pattern.compile("[^\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]{1," + LONGEST + "}");

    /** {@code git@host:path}, which git takes, though it is not a URI. */
    private static final Pattern SCP = Pattern.compile("[^@/:\\s]+@([A-Za-z0-9.-]+):/?([\\w./~-]+)");

    /**
     * The variables of each system.
     *
     * @param marks one of them is there in each job of this system, and in none of another
     * @param run counts runs
     * @param job distinguishes the jobs of one run
     * @param tag the Git tag, where the run is for one
     * @param url of the run, for people
     * @param actor who started it
     * @param ordered whether run counts upwards over all that builds one source
     */
    private record Names(
            List<String> marks,
            String revision,
            String source,
            String run,
            List<String> job,
            String tag,
            String url,
            String actor,
            boolean ordered) {}

    private static final Names GITHUB = new Names(
            List.of("GITHUB_RUN_ID", "GITHUB_SHA", "GITHUB_REPOSITORY"),
            "GITHUB_SHA",
            "",
            "GITHUB_RUN_ID",
            List.of("GITHUB_WORKFLOW", "GITHUB_JOB"),
            "",
            "",
            "GITHUB_ACTOR",
            true);

    private static final List<Names> OTHERS = List.of(
            new Names(
                    List.of("CI_PIPELINE_ID", "CI_PROJECT_URL"),
                    "CI_COMMIT_SHA",
                    "CI_PROJECT_URL",
                    "CI_PIPELINE_ID",
                    List.of("CI_PROJECT_URL", "CI_JOB_NAME"),
                    "CI_COMMIT_TAG",
                    "CI_JOB_URL",
                    "GITLAB_USER_LOGIN",
                    true),
            // Its builds are counted next to those of another system that builds the same repository.
            new Names(
                    List.of("DRONE_BUILD_NUMBER", "DRONE_COMMIT_SHA"),
                    "DRONE_COMMIT_SHA",
                    "DRONE_REPO_LINK",
                    "DRONE_BUILD_NUMBER",
                    List.of("DRONE_REPO_LINK", "DRONE_STAGE_NAME"),
                    "DRONE_TAG",
                    "DRONE_BUILD_LINK",
                    "DRONE_BUILD_TRIGGER",
                    false),
            // Each of its jobs counts for itself.
            new Names(
                    List.of("JENKINS_URL", "JENKINS_HOME"),
                    "GIT_COMMIT",
                    "GIT_URL",
                    "BUILD_NUMBER",
                    List.of("JENKINS_URL", "JOB_NAME", "STAGE_NAME"),
                    "TAG_NAME",
                    "BUILD_URL",
                    "BUILD_USER_ID",
                    false));

    private static final Names NOWHERE = new Names(List.of(), "", "", "", List.of(), "", "", "", false);

    private final Map<String, String> environment;
    private final Names names;

    private CiJob(Map<String, String> environment, Names names) {
        this.environment = environment;
        this.names = names;
    }

    public static CiJob of(Map<String, String> environment) {
        Names names = is(GITHUB, environment)
                ? GITHUB
                : OTHERS.stream()
                        .filter(system -> is(system, environment))
                        .findFirst()
                        .orElse(NOWHERE);
        return new CiJob(environment, names);
    }

    private static boolean is(Names system, Map<String, String> environment) {
        return system.marks().stream()
                .anyMatch(name -> !environment.getOrDefault(name, "").isBlank());
    }

    /** The commit that is built. */
    public Optional<String> revision() {
        return line(names.revision()).map(text -> text.toLowerCase(Locale.ROOT)).filter(COMMIT.asMatchPredicate());
    }

    /** The address of its repository. */
    public Optional<String> source() {
        return names == GITHUB
                ? line("GITHUB_REPOSITORY").map(repository -> server() + "/" + repository)
                : line(names.source()).flatMap(CiJob::repository);
    }

    /** The Git tag that the run is for. */
    Optional<String> tag() {
        return names == GITHUB
                ? line("GITHUB_REF_NAME")
                        .filter(ref ->
                                environment.getOrDefault("GITHUB_REF_TYPE", "").equals("tag"))
                : line(names.tag());
    }

    /** Where people see the run. */
    public Optional<String> url() {
        return names == GITHUB
                ? line("GITHUB_RUN_ID").flatMap(run -> source().map(repository -> repository + "/actions/runs/" + run))
                : line(names.url()).flatMap(CiJob::web);
    }

    public Optional<String> actor() {
        return line(names.actor());
    }

    /** What names the run in the names of other things. */
    Optional<String> run() {
        return line(names.run()).filter(text -> text.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}"));
    }

    /** Its number, where later runs of what builds this source have greater ones. */
    Optional<String> counted() {
        return run().filter(text -> names.ordered());
    }

    /** What distinguishes this job from the others of its run, and from other systems' runs. */
    List<String> job() {
        return names.job().stream()
                .map(name -> environment.getOrDefault(name, "").strip())
                .toList();
    }

    private String server() {
        return line("GITHUB_SERVER_URL").flatMap(CiJob::web).orElse("https://github.com");
    }

    private Optional<String> line(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(LINE.asMatchPredicate());
    }

    /** Addresses for git, as Jenkins has them, name who reads: often by a token. */
    private static Optional<String> repository(String text) {
        Matcher scp = SCP.matcher(text);
        String address = scp.matches() ? "ssh://" + scp.group(1) + "/" + scp.group(2) : text;
        return address(address, List.of("https", "http", "ssh", "git"))
                .map(url -> url.replaceFirst("(\\.git)?/*$", ""))
                .filter(url -> url.length() > url.indexOf("//") + 2);
    }

    private static Optional<String> web(String text) {
        return address(text, List.of("https", "http"));
    }

    /** Without user, password, query and fragment. */
    private static Optional<String> address(String text, List<String> schemes) {
        try {
            URI uri = new URI(text);
            String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
            if (uri.getHost() == null || !schemes.contains(scheme)) {
                return Optional.empty();
            }
            String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
            return Optional.of(scheme + "://" + uri.getHost() + port
                    + Optional.ofNullable(uri.getRawPath()).orElse("").replaceFirst("/+$", ""));
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }
}
