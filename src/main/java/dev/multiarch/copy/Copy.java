package dev.multiarch.copy;

import dev.multiarch.concurrent.AtOnce;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.Reference;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.request.RegistryException.Kind;
import dev.multiarch.step.Session;
import dev.multiarch.step.StepFailed;
import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Copies manifests with their blobs and with what speaks of them into one repository. Blobs first, then the manifests in
 * their order, then signatures and other referrers: whenever it ends, nothing there points to something that is missing, and
 * doing it again goes on where it stopped.
 */
public final class Copy {
    /** An index in an index is rare; deeper ones are attacks. */
    private static final int MOST_DEPTH = 3;

    private static final int MOST = 2_000;

    private final Session tools;
    private final Reference to;

    /** @param to the repository */
    public Copy(Session tools, Reference to) {
        this.tools = tools;
        this.to = to.repositoryOnly();
    }

    /**
     * @param manifests of images, attestations or indexes, each with repository and digest; of an index all that it names comes
     *     along. Those that are in the repository already need no copy
     * @throws StepFailed if others write the same list of referrers all the time
     * @throws FormatException if one of them can't be read
     */
    public Copied run(List<Reference> manifests) throws RegistryException, StepFailed {
        List<Reference> foreign = manifests.stream()
                .filter(manifest -> !manifest.name().equals(to.name()))
                .distinct()
                .toList();
        if (foreign.isEmpty()) {
            return Copied.NOTHING;
        }
        try (var workers = new Workers()) {
            var blobs = new BlobCopy(tools, to);
            Set<Reference> all = new LinkedHashSet<>();
            inOrder(foreign, (manifest, document) -> add(manifest, 0, all, blobs));
            List<String> names =
                    foreign.stream().map(Reference::name).distinct().toList();
            tools.progress()
                    .accept("copying " + all.size() + " manifests from " + String.join(", ", names) + " to "
                            + to.name());
            return copy(List.copyOf(all), blobs, workers);
        }
    }

    private Copied copy(List<Reference> manifests, BlobCopy blobs, Workers workers)
            throws RegistryException, StepFailed {
        List<Companion> companions = new Companions(tools, workers).of(manifests);
        companions.forEach(each -> Companions.blobs(each.content()).forEach(blob -> blobs.add(blob, each.manifest())));
        Copied copied = blobs.run(workers);
        for (Reference manifest : manifests) {
            put(manifest);
        }
        List<Companion> taken = alongside(companions);
        list(taken);
        tools.progress()
                .accept("copied to " + to.name() + ", " + copied
                        + (taken.isEmpty() ? "" : "; signatures and other referrers: " + taken.size()));
        return copied;
    }

    /** @return those that the repository takes */
    private List<Companion> alongside(List<Companion> companions) throws RegistryException {
        var refused = new RefusedReferrers(tools, to);
        for (Companion companion : companions) {
            try {
                put(companion.manifest());
                refused.took(companion);
            } catch (RegistryException e) {
                refused.add(companion, e);
            }
        }
        refused.report();
        return companions.stream().filter(each -> !refused.has(each)).toList();
    }

    /** What an index names comes before it. */
    private void add(Reference manifest, int depth, Set<Reference> all, BlobCopy blobs) throws RegistryException {
        if (all.contains(manifest)) {
            return;
        }
        if (depth > MOST_DEPTH || all.size() >= MOST) {
            throw new RegistryException(
                    Kind.TOO_LARGE,
                    manifest.name() + ": it names more than " + MOST + " manifests, or in more than " + MOST_DEPTH
                            + " levels. Fix: copy a smaller index.");
        }
        JsonObject json = Json.read(document(manifest).bytes(), "manifest " + manifest);
        if (Index.isIndex(json)) {
            for (Reference entry : subjectsFirst(manifest, Index.read(json))) {
                add(entry, depth + 1, all, blobs);
            }
        } else {
            Companions.blobs(Manifest.read(json)).forEach(blob -> blobs.add(blob, manifest));
        }
        all.add(manifest);
    }

    /** A registry may refuse what refers to something that is not there yet. */
    private List<Reference> subjectsFirst(Reference index, Index read) throws RegistryException {
        List<Reference> subjects = new ArrayList<>();
        List<Reference> referrers = new ArrayList<>();
        List<Reference> entries = read.manifests().stream()
                .map(entry -> index.with(entry.digest()))
                .toList();
        inOrder(entries, (named, document) -> {
            boolean refers = Json.read(document.bytes(), "manifest " + named).has("subject");
            (refers ? referrers : subjects).add(named);
        });
        subjects.addAll(referrers);
        return subjects;
    }

    /** Reads them at once, and takes one after another. No more wait to be taken than are read at once. */
    private void inOrder(List<Reference> manifests, AtOnce.Taking<Reference, Document, RegistryException> taking)
            throws RegistryException {
        for (int i = 0; i < manifests.size(); i += AtOnce.REQUESTS) {
            List<Reference> some = manifests.subList(i, Math.min(manifests.size(), i + AtOnce.REQUESTS));
            AtOnce.each(some, AtOnce.REQUESTS, this::document, taking);
        }
    }

    private Document document(Reference manifest) throws RegistryException {
        return tools.at(manifest).manifest(manifest.digest().orElseThrow());
    }

    private void put(Reference manifest) throws RegistryException {
        Document document = document(manifest);
        new UntaggedPush(tools).put(to.with(document.digest()), document);
        tools.wrote(to, document);
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
