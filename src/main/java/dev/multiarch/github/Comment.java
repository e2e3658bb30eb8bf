package dev.multiarch.github;

import dev.multiarch.policy.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The comment on the pull request, which each run edits. Its first line is a marker that nobody sees.
 *
 * @param key tells several calls on one pull request apart
 * @param run the workflow run's id, and its attempt: a run that ends late must not replace what a later one said
 */
public record Comment(String key, long run, long attempt, String text) {
    /** Of 65,536 that GitHub takes. */
    private static final int LONGEST = 60_000;

    private static final Pattern MARKER =
            Pattern.compile("\\A<!-- multiarch:(\\S{1,200}) run=(\\d{1,18})\\.(\\d{1,9}) -->");

    /** @param change against another image, as Markdown; empty for none */
    public static Comment of(
            String context, List<Verdict> verdicts, Optional<String> missing, String change, String url, long[] run) {
        String text = missing.map(why -> "### ❔ Not judged: " + why + "\n\n").orElse("")
                + CheckRun.text(verdicts, LONGEST - change.length())
                + change
                + (url.isEmpty() ? "" : "\n[the run](" + url + ")\n");
        return new Comment(key(context), run[0], run[1], text);
    }

    /** Neither white space nor what would end the marker. */
    static String key(String context) {
        String plain = context.replaceAll("[^A-Za-z0-9._/]", "-");
        return plain.substring(0, Math.min(plain.length(), 100));
    }

    String body() {
        return "<!-- multiarch:" + key + " run=" + run + "." + attempt + " -->\n" + text;
    }

    /** Whether that body was written for the same key. */
    boolean isKept(String body) {
        Matcher marker = MARKER.matcher(body);
        return marker.find() && marker.group(1).equals(key);
    }

    /** Whether a later run wrote that body. */
    boolean isOlderThan(String body) {
        Matcher marker = MARKER.matcher(body);
        if (!marker.find()) {
            return false;
        }
        long other = Long.parseLong(marker.group(2));
        return other > run || other == run && Long.parseLong(marker.group(3)) > attempt;
    }
}
