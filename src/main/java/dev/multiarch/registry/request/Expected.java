package dev.multiarch.registry.request;

import java.util.Set;

/** The statuses that are answers to what is asked; any other is a failure. */
final class Expected {
    static final Set<Integer> FOUND = Set.of(200);

    /** With what a registry or a proxy says that knows no HEAD, or lets nobody use it. */
    static final Set<Integer> FOUND_OR_NOT = Set.of(200, 404, 400, 403, 405, 501);

    /** 404 of a registry without the API; 400, 405, 406 and 501 of some that take it for something else. */
    static final Set<Integer> LISTED_OR_UNKNOWN = Set.of(200, 400, 404, 405, 406, 501);

    /** A blob without a byte has no first one (416). */
    static final Set<Integer> BEGINS_OR_NOT = Set.of(200, 206, 404, 416);

    static final Set<Integer> CREATED = Set.of(200, 201);
    static final Set<Integer> CREATED_OR_BEGUN = Set.of(201, 202);

    /** A front that knows nothing of an upload that another one began says 404. */
    static final Set<Integer> CREATED_OR_LATER = Set.of(200, 201, 404, 408, 429, 500, 502, 503, 504);

    /** Not every registry lets an upload be given up. */
    static final Set<Integer> GIVEN_UP = Set.of(200, 202, 204, 404, 405);

    static final Set<Integer> REMOVED_OR_NOT = Set.of(200, 202, 204, 404);
    static final Set<Integer> FOUND_OR_PART = Set.of(200, 206);

    private Expected() {}
}
