package dev.multiarch.registry;

import dev.multiarch.image.Reference;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
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
    private static final int MOST_TAGS = 100_000;

    private static final int MOST_PAGES = 1_000;
    private static final int LONGEST_QUERY = 4096;
    private static final String FIRST = "n=1000";

    /** Sends a request. */
    interface Sender {
        Response send(Request request) throws RegistryException;
    }

    private final Reference repository;
    private final Sender sender;
    private final Set<String> tags = new LinkedHashSet<>();

    TagPages(Reference repository, Sender sender) {
        this.repository = repository;
        this.sender = sender;
    }

    List<String> all() throws RegistryException {
        Set<String> asked = new HashSet<>();
        Optional<String> query = Optional.of(FIRST);
        while (query.isPresent()) {
            Request request = Request.tags(repository, query.get());
            Response answer = sender.send(request);
            Failures failures = new Failures(request, repository.registry());
            if (!asked.add(query.get())) {
                throw endless(failures, answer, "its pages lead back to one that was read");
            }
            read(failures, answer);
            if (asked.size() == MOST_PAGES || tags.size() > MOST_TAGS) {
                throw endless(
                        failures, answer, "it lists more than " + MOST_TAGS + " tags, or " + MOST_PAGES + " pages");
            }
            query = next(failures, answer);
        }
        return new ArrayList<>(tags);
    }

    private void read(Failures failures, Response answer) throws RegistryException {
        if (answer.more()) {
            throw failures.of(Kind.TOO_LARGE, "a page is larger than 4 MiB", answer.attempts(), "name the tags");
        }
        try {
            JsonObject page = Json.read(answer.body(), "the list of tags");
            for (String tag : page.texts("tags")) {
                tags.add(repository.withTag(tag).tag().get()); // which refuses what is no tag
            }
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
