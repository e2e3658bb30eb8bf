package dev.multiarch.publish;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.Session;
import dev.multiarch.step.StepFailed;
import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Our own, where there is no buildx: the same bytes by {@link OwnIndex}, pushed by our own registry client. */
record NativeEngine(Session tools) implements Engine {
    @Override
    public byte[] make(Reference repository, List<ResolvedLeg> legs, MergeAnnotations annotations)
            throws RegistryException {
        return index(repository).make(repository, legs, annotations);
    }

    private OwnIndex index(Reference repository) {
        return new OwnIndex(leg -> tools.awaiting(repository.with(leg.leg())));
    }

    @Override
    public void push(Reference candidate, byte[] bytes, List<ResolvedLeg> legs, MergeAnnotations annotations)
            throws RegistryException {
        tools.registry()
                .pusher()
                .manifest(candidate, Index.parse(bytes, "the index").mediaType(), bytes);
    }

    @Override
    public Optional<String> cannotTag(PublishedIndex candidate, List<Reference> tags) {
        String from = candidate.reference().registry();
        return tags.stream()
                .filter(tag -> !tag.registry().equals(from))
                .findFirst()
                .map(tag -> tag + ": multiarch itself copies nothing from " + from + " to another"
                        + " registry. Fix: install docker with buildx, and give --engine imagetools");
    }

    /** Stops at the first tag that can't be moved; the others stay where they are. */
    @Override
    public Optional<String> tag(PublishedIndex candidate, List<Reference> tags) {
        List<String> moved = new ArrayList<>();
        for (Reference tag : tags) {
            try {
                if (!tag.name().equals(candidate.reference().name())) {
                    copy(candidate, tag);
                }
                put(tag, candidate.document());
                moved.add(tag.toString());
            } catch (RegistryException | FormatException | StepFailed e) {
                return Optional.of(e.getMessage());
            }
        }
        return Optional.empty();
    }

    private void copy(PublishedIndex candidate, Reference to) throws RegistryException, StepFailed {
        Reference from = candidate.reference();
        Source source = tools.at(from);
        for (Descriptor entry : candidate.index().manifests()) {
            Document document = source.manifest(entry.digest());
            Manifest manifest = Manifest.parse(document.bytes(), "manifest " + entry.digest());
            List<Descriptor> blobs = new ArrayList<>(manifest.layers());
            blobs.add(manifest.config());
            for (Descriptor blob : blobs) {
                if (!blob.elsewhere().isEmpty() && !tools.registry().blobExists(from, blob.digest())) {
                    continue; // it may not be distributed, and clients get it from its urls
                }
                mount(to, blob.digest(), from);
            }
            put(to.with(entry.digest()), document);
        }
    }

    private void mount(Reference to, Digest blob, Reference from) throws RegistryException, StepFailed {
        if (!tools.registry().pusher().mount(to, blob, from.repository())) {
            throw new StepFailed(to + ": the registry does not let one repository have a blob of another (" + blob
                    + "). Fix: install docker with buildx, and give --engine imagetools");
        }
    }

    private void put(Reference ref, Document document) throws RegistryException {
        tools.registry().pusher().manifest(ref, document.mediaType(), document.bytes());
    }

    @Override
    public String name() {
        return "multiarch's own writer";
    }
}
