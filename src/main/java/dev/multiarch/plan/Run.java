package dev.multiarch.plan;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A run of a workflow and its attempt, {@code 16801334514.1}. GitHub counts run ids upwards over all workflows, and GitLab
 * counts pipelines over all projects; GitHub's run numbers count for each workflow.
 */
public record Run(long id, long attempt) implements Comparable<Run> {
    /** Of the index, where facts are written to it. */
    public static final String ANNOTATION = "dev.multiarch.run";

    private static final Pattern FORM = Pattern.compile("([0-9]{1,18})\\.([0-9]{1,9})");

    /** Empty where it is not such a text. */
    public static Optional<Run> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new Run(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    public static Optional<Run> of(Map<String, String> environment) {
        return CiJob.of(environment)
                .counted()
                .flatMap(id -> parse(id + "." + environment.getOrDefault("GITHUB_RUN_ATTEMPT", "1")));
    }

    @Override
    public int compareTo(Run other) {
        return Comparator.comparingLong(Run::id).thenComparingLong(Run::attempt).compare(this, other);
    }

    @Override
    public String toString() {
        return id + "." + attempt;
    }
}
