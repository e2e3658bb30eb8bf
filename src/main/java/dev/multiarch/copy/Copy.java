package dev.multiarch.copy;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.Session;
import dev.multiarch.step.StepFailed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Copies manifests with their blobs and with what speaks of them into one repository. Blobs first, then the manifests in
 * their order, then signatures and other referrers: whenever it ends, nothing there points to something that is missing, and
 * doing it again goes on where it stopped.
 */
public final class Copy {
    private final Session tools;
    private final Reference to;

    /** @param to the repository */
    public Copy(Session tools, Reference to) {
        this.tools = tools;
        this.to = to.repositoryOnly();
    }

    /**
     * @param manifests of images and attestations, each with repository and digest; those that are in the repository already
     *     need no copy
     * @throws StepFailed if others write the same list of referrers all the time
     */
    public Copied run(List<Reference> manifests) throws RegistryException, StepFailed {
        List<Reference> foreign = manifests.stream()
                .filter(manifest -> !manifest.name().equals(to.name()))
                .distinct()
                .toList();
        if (foreign.isEmpty()) {
            return Copied.NOTHING;
        }
        List<String> names = foreign.stream().map(Reference::name).distinct().toList();
        tools.progress()
                .accept("copying " + foreign.size() + " manifests from " + String.join(", ", names) + " to "
                        + to.name());
        try (var workers = new Workers()) {
            List<Companion> companions = new Companions(tools, workers).of(foreign);
            var blobs = new BlobCopy(tools, to);
            for (Reference manifest : foreign) {
                Manifest content = Manifest.parse(document(manifest).bytes(), "manifest " + manifest);
                Companions.blobs(content).forEach(blob -> blobs.add(blob, manifest));
            }
            companions.forEach(
                    each -> Companions.blobs(each.content()).forEach(blob -> blobs.add(blob, each.manifest())));
            Copied copied = blobs.run(workers);
            for (Reference manifest : foreign) {
                put(manifest);
            }
            for (Companion companion : companions) {
                put(companion.manifest());
            }
            list(companions);
            tools.progress()
                    .accept("copied to " + to.name() + ", " + copied
                            + (companions.isEmpty() ? "" : "; signatures and other referrers: " + companions.size()));
            return copied;
        }
    }

    private Document document(Reference manifest) throws RegistryException {
        return tools.at(manifest).manifest(manifest.digest().orElseThrow());
    }

    private void put(Reference manifest) throws RegistryException {
        Document document = document(manifest);
        tools.registry().pusher().manifest(to.with(document.digest()), document.mediaType(), document.bytes());
    }

    /** Makes them findable from what they speak of. */
    private void list(List<Companion> companions) throws RegistryException, StepFailed {
        Map<Digest, List<Descriptor>> referrers = new LinkedHashMap<>();
        for (Companion companion : companions) {
            if (companion.tag().isPresent()) {
                tag(companion);
            } else {
                referrers
                        .computeIfAbsent(companion.subject(), none -> new ArrayList<>())
                        .add(companion.entry());
            }
        }
        var lists = new ReferrerLists(tools);
        for (Map.Entry<Digest, List<Descriptor>> each : referrers.entrySet()) {
            lists.add(to.with(each.getKey()), each.getValue());
        }
    }

    /** A tag that is there with other content has signatures of its own: they stay. */
    private void tag(Companion companion) throws RegistryException {
        Reference tag = to.withTag(companion.tag().orElseThrow());
        Optional<Digest> there = tools.registry().resolve(tag);
        if (there.isEmpty()) {
            Document document = document(companion.manifest());
            tools.registry().pusher().manifest(tag, document.mediaType(), document.bytes());
        } else if (!there.equals(companion.manifest().digest())) {
            tools.progress()
                    .accept("warning: " + tag + " stays at " + there.get() + ", so that what " + companion.manifest()
                            + " holds for the same image is not found there");
        }
    }
}
