package dev.multiarch.profile;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.Referrers;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.request.RegistryException;
import java.util.Optional;
import java.util.Set;

/** Requests whose refusal is an answer. */
record Attempts(Registry registry, Scratch scratch) {
    private static final int CLIENT_ERRORS = 400;
    private static final int SERVER_ERRORS = 500;
    private static final int NOT_IMPLEMENTED = 501;

    /** Come later; these say nothing about what is asked for. */
    private static final Set<Integer> PASSING = Set.of(408, 429);

    /** One thing that is tried. */
    interface Step {
        /** @return how it went, where it went well */
        String run() throws RegistryException;
    }

    /** The registry took something, and it did not come out as it should. */
    private static final class Otherwise extends RegistryException {
        private static final long serialVersionUID = 1;

        Otherwise(String what) {
            super(Kind.MALFORMED, what);
        }
    }

    Trial run(Feature feature, Step step) {
        try {
            return new Trial(feature, Support.YES, step.run());
        } catch (Otherwise found) {
            return new Trial(feature, Support.NO, found.getMessage());
        } catch (RegistryException e) {
            return isRefusal(e) ? new Trial(feature, Support.NO, e.said()) : unknown(feature, e);
        }
    }

    Trial unknown(Feature feature, RegistryException e) {
        return new Trial(feature, Support.UNKNOWN, e.getMessage());
    }

    private static boolean isRefusal(RegistryException e) {
        int status = e.status().orElse(0);
        return status == NOT_IMPLEMENTED
                || status >= CLIENT_ERRORS && status < SERVER_ERRORS && !PASSING.contains(status);
    }

    /** Pushes it, and looks whether it is there: some registries say yes and forget it. */
    String put(Reference ref, Document document) throws RegistryException {
        scratch.put(ref, document);
        Optional<Digest> found = registry.awaiting().resolve(ref);
        if (!found.equals(Optional.of(document.digest()))) {
            throw new Otherwise(
                    "taken, but then " + found.map(other -> other + " is there").orElse("it is not there"));
        }
        return "pushed, and found again";
    }

    String delete(Reference ref) throws RegistryException {
        registry.pusher().delete(ref);
        if (registry.resolve(ref).isPresent()) {
            throw new Otherwise("taken, but it is still there");
        }
        return "removed";
    }

    String deleteTag(Reference tag, Digest digest) throws RegistryException {
        delete(tag);
        if (registry.resolve(tag.repositoryOnly().with(digest)).isEmpty()) {
            throw new Otherwise("the manifest went with its tag");
        }
        return "removed, and the manifest stayed";
    }

    /** @param pushed whether this referrer was pushed, so that it must be listed */
    Trial referrers(Reference subject, Digest referrer, boolean pushed) {
        try {
            Referrers.Listed listed = new Referrers(registry).of(subject);
            if (!listed.byApi()) {
                return new Trial(Feature.REFERRERS_API, Support.NO, "there is no referrers API");
            }
            boolean found =
                    listed.entries().stream().anyMatch(entry -> entry.digest().equals(referrer));
            return pushed && !found
                    ? new Trial(Feature.REFERRERS_API, Support.NO, "it does not list what was pushed")
                    : new Trial(Feature.REFERRERS_API, Support.YES, pushed ? "listed" : "an empty list");
        } catch (RegistryException e) {
            return unknown(Feature.REFERRERS_API, e);
        }
    }

    /** Whether the second repository could be written is another question: what is refused there says nothing. */
    Trial mount(Reference other, Digest blob, String from) {
        try {
            return scratch.mount(other, blob, from)
                    ? new Trial(Feature.MOUNT, Support.YES, "mounted")
                    : new Trial(Feature.MOUNT, Support.NO, "the registry wanted the bytes");
        } catch (RegistryException e) {
            return unknown(Feature.MOUNT, e);
        }
    }
}
