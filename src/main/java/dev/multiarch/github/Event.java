package dev.multiarch.github;

import dev.multiarch.json.JsonObject;
import dev.multiarch.text.FormatException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which commit a workflow run is about. {@code GITHUB_SHA} is not it on a pull request: there it is a merge commit that
 * nobody sees.
 *
 * @param repository {@code owner/name} that gets the report
 * @param pull the pull request; empty where the event has none, or where it has to be found by {@code head}
 * @param head of the pull request to look for, after a run for a fork
 */
public record Event(String repository, String sha, Optional<Integer> pull, Optional<Head> head) {
    private static final Pattern REPOSITORY = Pattern.compile("[\\w.-]{1,100}/[\\w.-]{1,100}");
    private static final Set<String> OTHER_CHECKOUT = Set.of("pull_request_target", "issue_comment");
    private static final Pattern SHA = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

    /** @param repository {@code owner/name} of the fork */
    public record Head(String repository, String branch, String sha) {
        String owner() {
            return repository.substring(0, repository.indexOf('/'));
        }
    }

    /** What the user says instead of the event. */
    public record Given(Optional<String> repository, Optional<String> sha, Optional<Integer> pull) {}

    public Event {
        if (!REPOSITORY.matcher(repository).matches()) {
            throw new FormatException("the repository is \"" + repository
                    + "\", expected OWNER/NAME. Fix: --repository OWNER/NAME, or set GITHUB_REPOSITORY");
        }
        if (!SHA.matcher(sha).matches()) {
            throw new FormatException("the commit is \"" + sha
                    + "\", expected a full hash. Fix: --sha with the 40 digits of git rev-parse HEAD");
        }
    }

    /**
     * @param payload what {@code GITHUB_EVENT_PATH} names; empty outside a workflow
     * @throws FormatException if the event does not say what it has to
     */
    public static Event of(Map<String, String> environment, Optional<JsonObject> payload, Given given) {
        String repository = given.repository().orElse(environment.getOrDefault("GITHUB_REPOSITORY", ""));
        if (given.sha().isPresent()) {
            return new Event(repository, given.sha().get().toLowerCase(Locale.ROOT), given.pull(), Optional.empty());
        }
        Event event = payload.flatMap(json -> fromPayload(environment, json, repository))
                .orElseGet(() -> new Event(
                        repository, environment.getOrDefault("GITHUB_SHA", ""), Optional.empty(), Optional.empty()));
        if (given.pull().isPresent() && event.head().isPresent()) {
            throw new FormatException(
                    "after a run for a fork the pull request is looked up at GitHub, because the number in the event"
                            + " may be false. Fix: leave out --pull-request");
        }
        return given.pull().isEmpty() ? event : new Event(repository, event.sha, given.pull(), Optional.empty());
    }

    private static Optional<Event> fromPayload(Map<String, String> environment, JsonObject json, String repository) {
        String name = environment.getOrDefault("GITHUB_EVENT_NAME", "");
        if (OTHER_CHECKOUT.contains(name)) {
            throw new FormatException("on " + name + " the checkout is usually not the head of the pull request, and"
                    + " a status must not be set on a commit that nobody built. Fix: --sha with the commit that was"
                    + " built,"
                    + " and --pull-request");
        }
        Optional<JsonObject> pull = json.optionalObject("pull_request");
        if (pull.isPresent()) {
            return Optional.of(ofPull(pull.get(), repository));
        }
        return switch (name) {
            case "merge_group" -> Optional.of(plain(repository, json.object("merge_group")));
            case "workflow_run" -> Optional.of(ofRun(json.object("workflow_run"), repository));
            default -> Optional.empty();
        };
    }

    private static Event ofPull(JsonObject pull, String repository) {
        pull.object("base")
                .optionalObject("repo")
                .ifPresent(base -> requireHere(base, repository, "this pull request is for"));
        long number = pull.number("number");
        if (number < 1 || number > Integer.MAX_VALUE) {
            throw pull.problem("number", "expected the number of a pull request, found " + number);
        }
        String sha = pull.object("head").line("sha");
        return new Event(repository, sha, Optional.of((int) number), Optional.empty());
    }

    /** The run for a pull request may be a fork's: which request that is, is asked of GitHub and of nobody else. */
    private static Event ofRun(JsonObject run, String repository) {
        Optional<JsonObject> from = run.optionalObject("head_repository");
        if (!run.line("event").startsWith("pull_request")) {
            from.ifPresent(head -> requireHere(head, repository, "the run was for a commit of"));
            return plain(repository, run);
        }
        String name = from.orElseThrow(
                        () -> run.problem("head_repository", "the fork is gone, so the verdict can't be reported"))
                .line("full_name");
        if (!REPOSITORY.matcher(name).matches()) {
            throw run.problem("head_repository", "expected OWNER/NAME, found \"" + name + "\"");
        }
        var head = new Head(name, run.line("head_branch"), run.line("head_sha"));
        return new Event(repository, head.sha(), Optional.empty(), Optional.of(head));
    }

    private static Event plain(String repository, JsonObject of) {
        return new Event(repository, of.line("head_sha"), Optional.empty(), Optional.empty());
    }

    private static void requireHere(JsonObject other, String repository, String what) {
        String name = other.line("full_name");
        if (!name.equalsIgnoreCase(repository)) {
            throw new FormatException(what + " " + name + ", but the workflow is of " + repository
                    + ". Nothing was reported. Fix: --repository, and --sha of a commit there");
        }
    }
}
