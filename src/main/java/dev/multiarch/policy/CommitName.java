package dev.multiarch.policy;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a commit may be named that a policy is read from: in full, or by a remote branch. Everything else that git understands
 * can be moved by who is judged: a tag called {@code origin/main} hides the branch of that name, {@code @{1}} is the last
 * checkout, {@code :/text} searches the pull request's own messages.
 *
 * @param hash in full, in lower case; or empty
 * @param branch such as {@code refs/remotes/origin/main}; or empty
 */
public record CommitName(Optional<String> hash, Optional<String> branch) {
    private static final String REMOTES = "refs/remotes/";
    private static final Pattern HASH = Pattern.compile("(?:[0-9a-fA-F]{40}|[0-9a-fA-F]{64})");

    /** What git allows in a ref (git check-ref-format), without what only its revision syntax knows. */
    private static final Pattern BRANCH = Pattern.compile(
            "(?!.*(?:\\.\\.|//|/\\.|\\.lock(?:/|$)|@\\{))[^-./\\p{Cntrl} ~^:?*\\[\\\\][^\\p{Cntrl} ~^:?*\\[\\\\]*");

    /** Empty if it is neither. */
    public static Optional<CommitName> parse(String text) {
        if (HASH.matcher(text).matches()) {
            return Optional.of(new CommitName(Optional.of(text.toLowerCase(Locale.ROOT)), Optional.empty()));
        }
        String name = text.startsWith(REMOTES) ? text.substring(REMOTES.length()) : text;
        boolean branch = BRANCH.matcher(name).matches() && !name.startsWith("refs/") && !name.matches(".*[/.]");
        return branch ? Optional.of(new CommitName(Optional.empty(), Optional.of(REMOTES + name))) : Optional.empty();
    }
}
