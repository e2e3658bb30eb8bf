package dev.multiarch.profile;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.request.RegistryException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * All that the trials write. What is written is noted before, so that it can be removed whenever the trials end; after the
 * removal nothing is written any more, as an interrupted call may still be at work.
 */
final class Scratch {
    /** What the reference of a blob ends with, so that nobody takes it for a manifest. */
    static final String BLOB = " (a blob)";

    private static final long PATIENCE_IN_SECONDS = 5;

    private final Registry registry;
    private final Set<Reference> tags = Collections.synchronizedSet(new LinkedHashSet<>());
    private final Set<Reference> manifests = Collections.synchronizedSet(new LinkedHashSet<>());
    private final Set<Reference> blobs = Collections.synchronizedSet(new LinkedHashSet<>());
    private final Set<Reference> repositories = Collections.synchronizedSet(new LinkedHashSet<>());
    private final ReentrantLock writing = new ReentrantLock();
    private volatile boolean closed;

    Scratch(Registry registry) {
        this.registry = registry;
    }

    /** A request that writes. */
    private interface Write<T> {
        T send() throws RegistryException;
    }

    private <T> T write(Write<T> request) throws RegistryException {
        writing.lock();
        try {
            if (closed) {
                throw new CancellationException("what was pushed is removed already");
            }
            return request.send();
        } finally {
            writing.unlock();
        }
    }

    /** @param ref with the tag or the digest that it is to have */
    void put(Reference ref, Document document) throws RegistryException {
        write(() -> {
            manifests.add(ref.repositoryOnly().with(document.digest()));
            if (ref.digest().isEmpty()) {
                tags.add(ref);
            }
            registry.pusher().manifest(ref, document.mediaType(), document.bytes());
            return true;
        });
    }

    /** Of content that nobody else has: it is removed too. */
    void blob(Reference repository, byte[] bytes) throws RegistryException {
        write(() -> {
            blobs.add(repository.repositoryOnly().with(Digest.of(bytes)));
            return registry.pusher().blob(repository, bytes);
        });
    }

    boolean mount(Reference repository, Digest blob, String from) throws RegistryException {
        return write(() -> {
            Reference there = repository.repositoryOnly().with(blob);
            blobs.add(there);
            boolean mounted = registry.pusher().mount(repository, blob, from);
            if (mounted) {
                repositories.add(repository.repositoryOnly());
            } else {
                blobs.remove(there);
            }
            return mounted;
        });
    }

    /** @return what could not be removed, as references; a second call finds what is left then */
    List<String> remove() {
        closed = true;
        boolean alone = waitForTheLast();
        try {
            return removed();
        } finally {
            if (alone) {
                writing.unlock();
            }
        }
    }

    /** A registry that does not answer keeps nobody from removing the rest. */
    private boolean waitForTheLast() {
        try {
            return writing.tryLock(PATIENCE_IN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private List<String> removed() {
        List<Reference> tagsLeft =
                List.copyOf(tags).stream().filter(tag -> !isGone(tag)).toList();
        List<Reference> newestFirst = new ArrayList<>(List.copyOf(manifests)); // an index before its images
        Collections.reverse(newestFirst);
        newestFirst.stream().filter(this::isGone).forEach(manifests::remove);
        tags.clear();
        tagsLeft.stream().filter(this::isThere).forEach(tags::add); // most went with their manifests
        List.copyOf(blobs).stream().filter(this::isBlobGone).forEach(blobs::remove);
        List<String> left = new ArrayList<>();
        List.copyOf(tags).forEach(tag -> left.add(tag.toString()));
        List.copyOf(manifests).forEach(manifest -> left.add(manifest.toString()));
        List.copyOf(blobs).forEach(blob -> left.add(blob + BLOB));
        // No API removes a repository; most registries forget one that is empty.
        List.copyOf(repositories).stream()
                .filter(other -> isListed(other) && !isListed(neverMade(other)))
                .forEach(empty -> left.add(empty.name() + " (an empty repository)"));
        return left;
    }

    private boolean isGone(Reference ref) {
        try {
            registry.pusher().delete(ref);
            return true;
        } catch (RegistryException refused) {
            return !isThere(ref);
        }
    }

    private boolean isBlobGone(Reference blob) {
        try {
            registry.pusher().deleteBlob(blob);
            return true;
        } catch (RegistryException refused) {
            return false;
        }
    }

    /** Some registries list the tags of whatever is asked for. */
    private static Reference neverMade(Reference repository) {
        return new Reference(repository.registry(), repository.repository() + "-0", Optional.empty(), Optional.empty());
    }

    private boolean isListed(Reference repository) {
        try {
            registry.tags(repository);
            return true;
        } catch (RegistryException notKnown) {
            return false;
        }
    }

    /** What can't be asked may be there. */
    private boolean isThere(Reference ref) {
        try {
            return registry.resolve(ref).isPresent();
        } catch (RegistryException notKnown) {
            return true;
        }
    }
}
