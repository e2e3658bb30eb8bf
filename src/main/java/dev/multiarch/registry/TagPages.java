package dev.multiarch.registry;

import dev.multiarch.image.Reference;
import dev.multiarch.json.Json;
import dev.multiarch.registry.request.Failures;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.request.RegistryException.Kind;
import dev.multiarch.registry.request.Request;
import dev.multiarch.registry.request.Response;
import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The tags of a repository, page after page (OCI Distribution 1.1, "Listing Tags"; RFC 8288 for the link to the next one).
 * Of a link only its query is taken, so that it can lead to no other host or path.
 */
final class TagPages {
    /** More than any repository has that people verify. */
    static final Limits OF_IMAGES = new Limits(100_000, 1_000);

    /** More than a hundred thousand records with their names have. */
    static final Limits OF_RECORDS = new Limits(1_000_000, 10_000);

    private static final int LONGEST_QUERY = 4096;
    static final String FIRST = "n=1000";

    /** Sends a request. */
    interface Sender {
        Response send(Request request) throws RegistryException;
    }

    private final Reference repository;
    private final Limits limits;
    private final Sender sender;
    private final Set<String> asked = new HashSet<>();

    /** What is read at most. */
    record Limits(int tags, int pages) {}

    /** @param next the query of the page that follows */
    record Page(List<String> tags, Optional<String> next) {}

    TagPages(Reference repository, Limits limits, Sender sender) {
        this.repository = repository;
        this.limits = limits;
        this.sender = sender;
    }

    List<String> all() throws RegistryException {
        return from(FIRST);
    }

    List<String> from(String first) throws RegistryException {
        Set<String> tags = new LinkedHashSet<>();
        Optional<String> query = Optional.of(first);
        while (query.isPresent()) {
            Page page = page(query.get(), tags.size());
            tags.addAll(page.tags());
            query = page.next();
        }
        return new ArrayList<>(tags);
    }

    /** @param before how many tags came before it */
    Page page(String query, int before) throws RegistryException {
        Request request = Request.tags(repository, query);
        Response answer = sender.send(request);
        Failures failures = new Failures(request, repository.registry());
        if (!asked.add(query)) {
            throw endless(failures, answer, "its pages form a circle");
        }
        List<String> tags = read(failures, answer);
        if (asked.size() == limits.pages() || before + tags.size() > limits.tags()) {
            String most = limits.tags() + " tags, or " + limits.pages() + " pages";
            throw endless(failures, answer, "it lists more than " + most);
        }
        return new Page(tags, next(failures, answer));
    }

    private List<String> read(Failures failures, Response answer) throws RegistryException {
        if (answer.more()) {
            throw failures.of(Kind.TOO_LARGE, "a page is larger than 4 MiB", answer.attempts(), "name the tags");
        }
        try {
            List<String> tags = Json.read(answer.body(), "the list of tags").texts("tags");
            tags.forEach(repository::withTag); // which refuses what is not a tag
            return tags;
        } catch (FormatException e) {
            String fix = "check that " + failures.host() + " is a container registry";
            throw failures.of(Kind.MALFORMED, e.getMessage(), answer.attempts(), fix);
        }
    }

    /** The query of the next page. */
    static Optional<String> next(Failures failures, Response answer) throws RegistryException {
        Optional<String> link = Links.next(answer.all("Link"));
        return link.isPresent() ? Optional.of(query(failures, answer, link.get())) : Optional.empty();
    }

    private static String query(Failures failures, Response answer, String link) throws RegistryException {
        String query = link.contains("?") ? link.substring(link.indexOf('?') + 1) : "";
        if (!query.matches("[A-Za-z0-9._~%!$&'()*+,;=:@/?-]{1," + LONGEST_QUERY + "}")) {
            throw failures.of(
                    Kind.MALFORMED,
                    "the link to the next page is malformed",
                    answer.attempts(),
                    "ask the operator of " + failures.host());
        }
        return query;
    }

    private static RegistryException endless(Failures failures, Response answer, String what) {
        return failures.of(Kind.TOO_LARGE, what, answer.attempts(), "name the tags");
    }
}
