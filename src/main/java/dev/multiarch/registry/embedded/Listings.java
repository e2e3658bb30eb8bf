package dev.multiarch.registry.embedded;

import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What there is: repositories, tags, and what refers to a manifest. */
final class Listings {
    private static final int LONGEST_PAGE = 1000;

    private final Storage storage;

    Listings(Storage storage) {
        this.storage = storage;
    }

    Response catalog(RoutedRequest call) throws IOException, ApiError {
        return page(call, "/v2/_catalog", Map.of(), "repositories", Repository.names(storage));
    }

    Response tags(RoutedRequest call) throws IOException, ApiError {
        Repository repository = call.repository();
        if (!repository.exists()) {
            throw new ApiError(404, "NAME_UNKNOWN", "repository name not known to registry");
        }
        String path = "/v2/" + repository.name() + "/tags/list";
        return page(call, path, Map.of("name", repository.name()), "tags", repository.tags());
    }

    /** {@code n} at a time, those behind {@code last}, with a link to what follows (RFC 5988). */
    private static Response page(
            RoutedRequest call, String path, Map<String, String> head, String key, List<String> all) throws ApiError {
        String asked = call.parameter("n").orElse(String.valueOf(LONGEST_PAGE));
        if (!asked.matches("\\d{1,9}")) {
            throw new ApiError(400, "PAGINATION_NUMBER_INVALID", "n is \"" + asked + "\", expected a number");
        }
        int most = Math.min(LONGEST_PAGE, Integer.parseInt(asked));
        String last = call.parameter("last").orElse("");
        List<String> rest =
                all.stream().filter(name -> name.compareTo(last) > 0).toList();
        List<String> page = rest.subList(0, Math.min(most, rest.size()));
        Map<String, Object> tree = new LinkedHashMap<>(head);
        tree.put(key, page);
        Response response = Response.json(200, tree);
        boolean more = !page.isEmpty() && page.size() < rest.size();
        String next =
                "<" + path + "?n=" + most + "&last=" + (more ? page.get(page.size() - 1) : "") + ">; rel=\"next\"";
        return more ? response.with("Link", next) : response;
    }

    /** OCI Distribution 1.1, "Listing Referrers": an index, empty where nothing refers to it. */
    Response referrers(RoutedRequest call) throws IOException, ApiError {
        Digest subject = call.digest();
        Optional<String> wanted = call.parameter("artifactType");
        List<Map<String, Object>> found = new ArrayList<>();
        for (Digest digest : call.repository().manifests()) {
            Optional<Repository.Manifest> manifest = call.repository().manifest(digest);
            if (manifest.isPresent()) {
                descriptor(manifest.get(), subject)
                        .filter(d -> wanted.isEmpty() || wanted.get().equals(d.get("artifactType")))
                        .ifPresent(found::add);
            }
        }
        Map<String, Object> index = new LinkedHashMap<>();
        index.put("schemaVersion", 2);
        index.put("mediaType", MediaTypes.OCI_INDEX);
        index.put("manifests", found);
        Response response = Response.json(200, index).with("Content-Type", MediaTypes.OCI_INDEX);
        return wanted.isEmpty() ? response : response.with("OCI-Filters-Applied", "artifactType");
    }

    private static Optional<Map<String, Object>> descriptor(Repository.Manifest manifest, Digest subject)
            throws IOException {
        JsonObject json = Json.read(manifest.content().bytes(), "manifest");
        Optional<String> refersTo = json.optionalObject("subject").flatMap(s -> s.optionalText("digest"));
        if (!refersTo.equals(Optional.of(subject.toString()))) {
            return Optional.empty();
        }
        Map<String, Object> descriptor = new LinkedHashMap<>();
        descriptor.put("mediaType", manifest.mediaType());
        descriptor.put("digest", manifest.digest().toString());
        descriptor.put("size", manifest.content().size());
        json.optionalText("artifactType")
                .or(() -> json.optionalObject("config").flatMap(c -> c.optionalText("mediaType")))
                .ifPresent(type -> descriptor.put("artifactType", type));
        Map<String, String> annotations = json.textMap("annotations");
        if (!annotations.isEmpty()) {
            descriptor.put("annotations", annotations);
        }
        return Optional.of(descriptor);
    }
}
