package dev.multiarch.registry.embedded;

import dev.multiarch.image.Reference;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which request is answered by what (OCI Distribution 1.1, "Endpoints"). */
final class Routes {
    private interface Handler {
        Response answer(RoutedRequest call) throws IOException, ApiError;
    }

    private record Route(String method, Pattern path, Handler handler) {
        static Route of(String method, String path, Handler handler) {
            String pattern = path.replace("{name}", "(?<name>.+)").replace("{last}", "(?<last>[^/]+)");
            return new Route(method, Pattern.compile(pattern), handler);
        }
    }

    private final Storage storage;
    private final List<Route> routes;

    Routes(Storage storage, Quirks quirks) {
        this.storage = storage;
        var blobs = new Blobs();
        var uploads = new Uploads(storage, quirks);
        var manifests = new Manifests(quirks);
        var listings = new Listings(storage);
        routes = List.of(
                Route.of("GET", "/v2/?", call -> Response.of(200)),
                Route.of("GET", "/v2/_catalog", listings::catalog),
                Route.of("POST", "/v2/{name}/blobs/uploads/?", uploads::start),
                Route.of("GET", "/v2/{name}/blobs/uploads/{last}", uploads::status),
                Route.of("PATCH", "/v2/{name}/blobs/uploads/{last}", uploads::append),
                Route.of("PUT", "/v2/{name}/blobs/uploads/{last}", uploads::finish),
                Route.of("DELETE", "/v2/{name}/blobs/uploads/{last}", uploads::cancel),
                Route.of("GET", "/v2/{name}/blobs/{last}", blobs::get),
                Route.of("DELETE", "/v2/{name}/blobs/{last}", call -> {
                    quirks.requireDeletable(call);
                    return blobs.delete(call);
                }),
                Route.of("GET", "/v2/{name}/manifests/{last}", manifests::get),
                Route.of("PUT", "/v2/{name}/manifests/{last}", manifests::put),
                Route.of("DELETE", "/v2/{name}/manifests/{last}", manifests::delete),
                Route.of("GET", "/v2/{name}/referrers/{last}", call -> {
                    if (quirks.has(Quirk.NO_REFERRERS)) {
                        throw new ApiError(404, "NOT_FOUND", "there is no such API");
                    }
                    return listings.referrers(call);
                }),
                Route.of("GET", "/v2/{name}/tags/list", listings::tags));
    }

    Response answer(ReceivedRequest heard, InputStream body) throws IOException {
        String method = heard.method().equals("HEAD") ? "GET" : heard.method();
        boolean known = false;
        for (Route route : routes) {
            Matcher path = route.path().matcher(heard.path());
            if (path.matches()) {
                known = true;
                if (route.method().equals(method)) {
                    return answer(route, path, heard, body);
                }
            }
        }
        return known
                ? ApiError.response(405, "UNSUPPORTED", "The operation is unsupported.")
                : ApiError.response(404, "NOT_FOUND", "there is nothing at " + heard.path());
    }

    private Response answer(Route route, Matcher path, ReceivedRequest heard, InputStream body) throws IOException {
        try {
            String name = group(route, path, "name").orElse("none");
            Repository repository = repository(new Repository(storage, name), name);
            return route.handler()
                    .answer(new RoutedRequest(
                            heard, body, repository, group(route, path, "last").orElse("")));
        } catch (ApiError refused) {
            return refused.response();
        }
    }

    private static Optional<String> group(Route route, Matcher path, String name) {
        return route.path().pattern().contains("?<" + name + ">") ? Optional.of(path.group(name)) : Optional.empty();
    }

    /** The repository of this name next to another one; the name is checked, and is part of keys from then on. */
    static Repository repository(Repository another, String name) throws ApiError {
        try {
            return another.other(
                    new Reference("registry.invalid", name, Optional.empty(), Optional.empty()).repository());
        } catch (FormatException malformed) {
            throw new ApiError(400, "NAME_INVALID", "invalid repository name");
        }
    }

    static boolean isTag(String text) {
        try {
            new Reference("registry.invalid", "x", Optional.of(text), Optional.empty());
            return true;
        } catch (FormatException malformed) {
            return false;
        }
    }
}
