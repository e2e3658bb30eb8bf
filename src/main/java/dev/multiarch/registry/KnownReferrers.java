package dev.multiarch.registry;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.request.RegistryException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What refers to each of many manifests. A repository that has no such API is not asked for it again, unless a manifest has no
 * list under its tag either: nothing is overlooked if the first answer was wrong. Many threads may use it at once.
 */
public final class KnownReferrers {
    private final Referrers referrers;
    private final Set<String> without = ConcurrentHashMap.newKeySet();

    public KnownReferrers(Registry registry) {
        this.referrers = new Referrers(registry);
    }

    /** @param subject with a digest */
    public List<Descriptor> of(Reference subject) throws RegistryException {
        boolean known = without.contains(subject.name());
        if (known) {
            List<Descriptor> listed = referrers.underTag(subject);
            if (!listed.isEmpty()) {
                return listed;
            }
        }
        Referrers.Answer answer = referrers.byApi(subject);
        Optional<List<Descriptor>> entries = answer.entries();
        if (entries.isPresent()) {
            return entries.get();
        }
        if (answer.never()) {
            without.add(subject.name());
        }
        return known ? List.of() : referrers.underTag(subject);
    }
}
