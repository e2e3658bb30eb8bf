package dev.multiarch.github;

import java.util.List;
import java.util.function.Predicate;

/** The issues of the repository. Each call is one attempt. */
public interface Issues {
    /** @param author the id of the user, which no rename changes; 0 where the account is gone */
    record Issue(int number, long author, String title, String body) {}

    /**
     * Those that are open, without pull requests; what was changed last comes first.
     *
     * @param which picks issues by their text: the author of each is a request
     */
    List<Issue> open(Predicate<String> which) throws ApiException;

    Issue make(String title, String body) throws ApiException;

    /** @param issue that {@link #open} or {@link #make} answered */
    void edit(Issue issue, String title, String body) throws ApiException;

    /** @param done whether what it is about is done; otherwise it was not needed */
    void close(Issue issue, boolean done) throws ApiException;
}
