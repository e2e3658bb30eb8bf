package dev.multiarch.github;

import dev.multiarch.step.StepFailed;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What we ask of GitHub, for one repository. Each call is one attempt. */
public interface Api extends AutoCloseable {
    /**
     * @param endpoint where the API is, such as {@code https://api.github.com}
     * @param repository {@code owner/name}
     * @param environment for certificates and proxies
     */
    record Settings(URI endpoint, String token, String repository, Map<String, String> environment) {
        public Settings {
            environment = Map.copyOf(environment);
        }

        @Override
        public String toString() {
            return repository + " at " + endpoint; // without the token
        }
    }

    /** Makes what {@link #open} returns. */
    interface Maker {
        Api make(Settings settings);
    }

    /** @param headRepository {@code owner/name}; empty where it is gone */
    record Pull(int number, String headRepository, String headSha) {}

    /**
     * A comment on a pull request.
     *
     * @param author the id of the user, which no rename changes
     */
    record Said(long id, long author, String body) {}

    /** @param url what a click on the status opens */
    void add(String sha, CommitStatus status, String url) throws ApiException;

    /** Open pull requests from a branch of the owner's repositories. */
    List<Pull> pulls(String owner, String branch) throws ApiException;

    void add(String sha, CheckRun run, String url) throws ApiException;

    /**
     * A user's id.
     *
     * @param login empty for the token's own user, for which only a user's token may ask
     */
    long user(Optional<String> login) throws ApiException;

    /** @param which picks comments by their text: the author of each is a request */
    List<Said> comments(int pull, Predicate<String> which) throws ApiException;

    void comment(int pull, String body) throws ApiException;

    void edit(int pull, long id, String body) throws ApiException;

    /** Does nothing where it is gone. */
    void remove(int pull, long id) throws ApiException;

    Issues issues();

    @Override
    void close();

    /** @throws StepFailed if this program was built without the library */
    static Api open(Settings settings) throws StepFailed {
        try {
            Class<?> maker = Class.forName("dev.multiarch.github.api.LibraryApiFactory");
            return ((Maker) maker.getDeclaredConstructor().newInstance()).make(settings);
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new StepFailed(
                    "this program has no library for GitHub's API (org.kohsuke:github-api)."
                            + " Fix: run scripts/multiarch status, or jbang status@org/multiarch-action",
                    e);
        }
    }
}
