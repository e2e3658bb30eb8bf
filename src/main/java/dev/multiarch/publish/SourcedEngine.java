package dev.multiarch.publish;

import dev.multiarch.copy.Copy;
import dev.multiarch.copy.UntaggedPush;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.image.Reference;
import dev.multiarch.process.ProgramException;
import dev.multiarch.publish.source.Assembly;
import dev.multiarch.publish.source.Entry;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.Session;
import dev.multiarch.step.StepFailed;
import java.util.List;
import java.util.Optional;

/**
 * Writes an index of legs and of images from elsewhere, which it copies before. imagetools can't keep an entry as it is, nor
 * choose one of an index: another engine moves the tags alone.
 *
 * @param tagging what moves the tags
 */
record SourcedEngine(Session tools, Engine tagging, Assembly assembly) implements Engine {
    @Override
    public byte[] make(Reference repository, List<ResolvedLeg> legs, MergeAnnotations annotations) {
        return assembly.write(annotations.index(), annotations.images());
    }

    @Override
    public List<Digest> entries(List<ResolvedLeg> legs) {
        return assembly.entries().stream()
                .map(Entry::descriptor)
                .map(Descriptor::digest)
                .toList();
    }

    @Override
    public void bring(Reference repository) throws StepFailed {
        try {
            new Copy(tools, repository).run(assembly.manifests());
        } catch (RegistryException | StepFailed failed) {
            throw new StepFailed("copying to " + repository.name() + ": " + failed.getMessage()
                    + " Nothing was merged, no tag was moved. A second call goes on where this one stopped");
        }
    }

    @Override
    public void push(Reference candidate, byte[] bytes, List<ResolvedLeg> legs, MergeAnnotations annotations)
            throws RegistryException {
        String type = Index.parse(bytes, "the index").mediaType();
        new UntaggedPush(tools).put(candidate, new Document(Digest.of(bytes), type, bytes));
    }

    @Override
    public Optional<String> tag(PublishedIndex candidate, List<Reference> tags) throws ProgramException {
        return tagging.tag(candidate, tags);
    }

    @Override
    public String name() {
        return "multiarch's own writer";
    }
}
