package dev.multiarch.publish;

import dev.multiarch.copy.UntaggedPush;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.Session;
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
        String type = Index.parse(bytes, "the index").mediaType();
        new UntaggedPush(tools).put(candidate, new Document(Digest.of(bytes), type, bytes));
    }

    /** Stops at the first tag that can't be moved; the others stay where they are. */
    @Override
    public Optional<String> tag(PublishedIndex candidate, List<Reference> tags) {
        List<String> moved = new ArrayList<>();
        for (Reference tag : tags) {
            try {
                put(tag, candidate.document());
                moved.add(tag.toString());
            } catch (RegistryException e) {
                return Optional.of(e.getMessage());
            }
        }
        return Optional.empty();
    }

    private void put(Reference ref, Document document) throws RegistryException {
        tools.registry().pusher().manifest(ref, document.mediaType(), document.bytes());
    }

    @Override
    public String name() {
        return "multiarch's own writer";
    }
}
