package dev.multiarch.profile;

import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.StepFailed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Finds out what a registry accepts by pushing tiny images and artifacts to one repository, and a blob to another one next to
 * it. All of it has names and digests of its own.
 */
public final class Trials {
    /** What the tags begin with, and what the name of the second repository ends with. */
    public static final String NAME = "multiarch-doctor";

    private static final int MIB = 1 << 20;

    private final Registry registry;
    private final Reference repository;
    private final Consumer<String> progress;
    private final String word = UUID.randomUUID().toString().substring(0, 13);
    private final ScratchDocuments documents = new ScratchDocuments(NAME + " " + word);
    private final Scratch scratch;
    private final Attempts attempts;
    private final List<Trial> trials = new ArrayList<>();
    private boolean deletes;

    /** @param progress gets a line for each trial */
    public Trials(Registry registry, Reference repository, Consumer<String> progress) {
        this.registry = registry;
        this.repository = repository.repositoryOnly();
        this.progress = progress;
        this.scratch = new Scratch(registry);
        this.attempts = new Attempts(registry, scratch);
    }

    /**
     * Asks for the removal of something that is not there, before anything is written.
     *
     * @return what the registry says if it removes nothing; empty where it seems to
     * @throws StepFailed if the repository can't be written
     */
    public Optional<String> refusesDelete() throws StepFailed {
        try {
            registry.pusher().requireWritable(repository);
        } catch (RegistryException closed) {
            throw new StepFailed(closed.getMessage());
        }
        try {
            registry.pusher().delete(repository.with(Digest.of(documents.word().getBytes(StandardCharsets.UTF_8))));
            deletes = true;
            return Optional.empty();
        } catch (RegistryException refused) {
            return Optional.of(refused.said().isEmpty() ? refused.getMessage() : refused.said());
        }
    }

    /** What would stay where nothing can be removed, in words. */
    public String stays() {
        return "about 14 manifests of together 5 MiB, and the tags " + tag("tag") + ", " + tag("delete")
                + " and perhaps others that begin with " + NAME + "-" + word;
    }

    private Reference tag(String what) {
        return repository.withTag(NAME + "-" + word + "-" + what);
    }

    /** @throws StepFailed if not even an image can be pushed */
    public Profile run() throws StepFailed {
        try {
            Document image = first();
            indexes(image);
            artifacts(image);
            tags();
            sizes();
            trials.add(mount(image));
            deletions();
        } catch (StepFailed failed) {
            List<String> left = remove();
            throw left.isEmpty() ? failed : new StepFailed(failed.getMessage() + " What stays: " + left);
        }
        return new Profile(repository, trials, remove());
    }

    /**
     * Removes all that is still there, from whichever thread. {@link #run} ends by a {@link
     * java.util.concurrent.CancellationException} if it wants to push more.
     *
     * @return what could not be removed, as references
     */
    public List<String> remove() {
        progress.accept("removing what was pushed");
        return scratch.remove();
    }

    private Trial add(Feature feature, Attempts.Step step) {
        progress.accept("trying " + feature.tried());
        Trial trial = attempts.run(feature, step);
        trials.add(trial);
        return trial;
    }

    private Document first() throws StepFailed {
        Document image = documents.image("first");
        try {
            scratch.blob(repository, documents.layer());
            registry.pusher().blob(repository, ScratchDocuments.EMPTY); // everybody's: it stays
        } catch (RegistryException e) {
            throw new StepFailed(e.getMessage());
        }
        Trial trial = add(Feature.IMAGE_BY_DIGEST, () -> push(image, "first"));
        if (trial.support() != Support.YES) {
            try {
                scratch.put(tag("image"), image);
            } catch (RegistryException e) {
                throw new StepFailed(e.getMessage());
            }
        }
        return image;
    }

    /** @param name of the image, whose config is pushed before */
    private String push(Document image, String name) throws RegistryException {
        scratch.blob(repository, documents.config(name));
        return put(image, name);
    }

    private String put(Document document, String name) throws RegistryException {
        return put(Feature.IMAGE_BY_DIGEST, document, name);
    }

    private String putIndex(Document index, String name) throws RegistryException {
        return put(Feature.INDEX_BY_DIGEST, index, name);
    }

    /** By digest unless the registry is known not to take it so. */
    private String put(Feature untagged, Document document, String name) throws RegistryException {
        boolean byDigest = profile().of(untagged) != Support.NO;
        return attempts.put(byDigest ? repository.with(document.digest()) : tag(name), document);
    }

    private Profile profile() {
        return new Profile(repository, trials, List.of());
    }

    private void indexes(Document image) {
        Document index = documents.index(MediaTypes.OCI_INDEX, image);
        Trial untagged = add(Feature.INDEX_BY_DIGEST, () -> attempts.put(repository.with(index.digest()), index));
        add(Feature.NESTED_INDEX, () -> {
            if (untagged.support() != Support.YES) {
                attempts.put(tag("index"), index);
            }
            return putIndex(documents.index(MediaTypes.OCI_INDEX, index), "nested");
        });
        add(Feature.DOCKER_LIST, () -> {
            Document docker = documents.dockerImage("docker");
            push(docker, "docker");
            return putIndex(documents.index(MediaTypes.DOCKER_INDEX, docker), "list");
        });
    }

    private void artifacts(Document image) {
        add(Feature.EMPTY_CONFIG, () -> {
            return put(documents.artifact(), "artifact");
        });
        Document referring = documents.referring("referring", image.digest(), image.bytes().length);
        Trial subject = add(Feature.SUBJECT, () -> push(referring, "referring"));
        add(Feature.ATTESTATION, () -> {
            Document attestation = documents.attestation(image);
            put(attestation, "attestation");
            return putIndex(documents.attestedIndex(image, attestation), "attested");
        });
        if (subject.support() == Support.YES) {
            add(Feature.MISSING_SUBJECT, () -> {
                Document nothing = documents.image("nowhere");
                return push(documents.referring("lost", nothing.digest(), nothing.bytes().length), "lost");
            });
        } else {
            trials.add(new Trial(Feature.MISSING_SUBJECT, Support.UNKNOWN, "not tried, as no subject is accepted"));
        }
        progress.accept("trying " + Feature.REFERRERS_API.tried());
        trials.add(attempts.referrers(
                repository.with(image.digest()), referring.digest(), subject.support() == Support.YES));
    }

    private void tags() {
        Document one = documents.image("one");
        Document other = documents.image("other");
        try {
            push(one, "one");
            attempts.put(tag("tag"), one);
        } catch (RegistryException e) {
            trials.add(attempts.unknown(Feature.MOVING_TAGS, e));
            return;
        }
        add(Feature.MOVING_TAGS, () -> {
            push(other, "other");
            return attempts.put(tag("tag"), other);
        });
    }

    private void sizes() {
        Trial one = add(Feature.MANIFEST_1_MIB, () -> push(documents.image("1-mib", MIB), "1-mib"));
        if (one.support() == Support.NO) {
            trials.add(new Trial(Feature.MANIFEST_4_MIB, Support.NO, "not tried, as 1 MiB is refused"));
        } else {
            add(Feature.MANIFEST_4_MIB, () -> push(documents.image("4-mib", 4 * MIB), "4-mib"));
        }
    }

    /** Where nothing can be removed a second repository would stay. */
    private Trial mount(Document image) {
        if (!deletes) {
            return new Trial(
                    Feature.MOUNT, Support.UNKNOWN, "not tried, as a second repository could not be removed again");
        }
        progress.accept("trying " + Feature.MOUNT.tried());
        Reference other = new Reference(
                repository.registry(), repository.repository() + "-" + NAME, Optional.empty(), Optional.empty());
        return attempts.mount(other, Digest.of(documents.layer()), repository.repository());
    }

    private void deletions() {
        Document image = documents.image("delete");
        Reference tag = tag("delete");
        try {
            push(image, "delete");
            attempts.put(tag, image);
        } catch (RegistryException e) {
            trials.add(attempts.unknown(Feature.DELETE_TAG, e));
            trials.add(attempts.unknown(Feature.DELETE_MANIFEST, e));
            return;
        }
        add(Feature.DELETE_TAG, () -> attempts.deleteTag(tag, image.digest()));
        add(Feature.DELETE_MANIFEST, () -> attempts.delete(repository.with(image.digest())));
    }
}
