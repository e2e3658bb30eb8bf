package dev.multiarch.github;

import java.util.Comparator;
import java.util.List;

/**
 * Keeps one comment on a pull request. GitHub has no lock: two runs may both see none and both write one. Each looks again
 * after it has written; the comment that came first stays, and the others go.
 */
final class PullRequestComment {
    private final Api api;
    private final int pull;
    private final long author;

    /** @param author whose comments may be edited, and nobody else's, whatever marker they have */
    PullRequestComment(Api api, int pull, long author) {
        this.api = api;
        this.pull = pull;
        this.author = author;
    }

    /** @return whether it says what it should; false where a later run has said something else */
    boolean put(Comment comment) throws ApiException {
        List<Api.Said> kept = kept(comment);
        if (kept.isEmpty()) {
            api.comment(pull, comment.body());
            kept = kept(comment);
            if (kept.isEmpty()) {
                throw new ApiException(
                        ApiException.Kind.REFUSED,
                        "the comment was written by another user than expected, so the next run cannot find it. Fix:"
                                + " name the user of the token with --comment-author");
            }
        }
        boolean late = kept.stream().anyMatch(said -> comment.isOlderThan(said.body()));
        for (int i = 0; i < kept.size(); i++) {
            Api.Said said = kept.get(i);
            if (i > 0 && !comment.isOlderThan(said.body())) {
                remove(comment, said);
            } else if (i == 0 && !late && !said.body().equals(comment.body())) {
                api.edit(pull, said.id(), comment.body());
            }
        }
        return !late;
    }

    /** The run that wrote it may have removed it meanwhile. */
    private void remove(Comment comment, Api.Said said) throws ApiException {
        try {
            api.remove(pull, said.id());
        } catch (ApiException e) {
            if (kept(comment).stream().anyMatch(still -> still.id() == said.id())) {
                throw e;
            }
        }
    }

    private List<Api.Said> kept(Comment comment) throws ApiException {
        return api.comments(pull, comment::isKept).stream()
                .filter(said -> said.author() == author)
                .sorted(Comparator.comparingLong(Api.Said::id))
                .toList();
    }
}
