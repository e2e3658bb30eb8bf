package dev.multiarch.copy;

import dev.multiarch.image.Reference;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a repository refuses of the referrers that come along. A registry that is older than OCI 1.1 takes no manifest with a
 * subject: there they are left behind, and a warning names them. One that took others has to take each.
 */
final class RefusedReferrers {
    /** What such registries answer; other codes are about a login, a limit, or something that is not there. */
    private static final Set<Integer> NOT_TAKEN = Set.of(400, 405, 415, 422);

    /** Of what the manifest names, not of its form. */
    private static final String MISSING = "BLOB_UNKNOWN";

    /** In a message. */
    private static final int MOST_NAMED = 10;

    private final Session tools;
    private final Reference to;
    private final List<Companion> refused = new ArrayList<>();
    private RegistryException first;
    private boolean took;

    RefusedReferrers(Session tools, Reference to) {
        this.tools = tools;
        this.to = to;
    }

    /** @throws RegistryException if it was refused for something else */
    void add(Companion companion, RegistryException e) throws RegistryException {
        if (companion.tag().isPresent()
                || !NOT_TAKEN.contains(e.status().orElse(0))
                || e.said().contains(MISSING)) {
            throw e;
        }
        refused.add(companion);
        first = first == null ? e : first;
    }

    void took(Companion companion) {
        took |= companion.tag().isEmpty();
    }

    /** @return whether it was not copied */
    boolean has(Companion companion) {
        return refused.contains(companion);
    }

    /** @throws RegistryException if others were taken, so that what is missing is not due to the registry's age */
    void report() throws RegistryException {
        if (refused.isEmpty()) {
            return;
        }
        if (took) {
            throw first;
        }
        String named = refused.stream()
                .limit(MOST_NAMED)
                .map(each -> each.entry().artifactType().orElse("an artifact") + " "
                        + each.entry().digest() + " of " + each.subject())
                .collect(Collectors.joining(", "));
        int more = refused.size() - MOST_NAMED;
        tools.progress()
                .accept("warning: signatures and other referrers are not copied to " + to.name()
                        + ", which refuses artifacts with a subject (" + first.said() + "): " + named
                        + (more > 0 ? " and " + more + " more" : "")
                        + ". What is under tags sha256-….sig is copied. Fix: sign with --sign --legacy-signatures, which"
                        + " makes those tags. Why: multiarch doctor --explain artifact-refused");
    }
}
