package dev.multiarch.rebuild;

import dev.multiarch.image.AnnotationKeys;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.image.Reference;
import dev.multiarch.plan.Renewal;
import dev.multiarch.plan.Run;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An index as it is published.
 *
 * @param image by its digest
 * @param tags that it was found under, of the references asked for
 */
public record PublishedImage(Reference image, List<String> tags, Index index) {
    private static final String REVISION = AnnotationKeys.REVISION;
    private static final String SOURCE = AnnotationKeys.SOURCE;
    private static final String VERSION = AnnotationKeys.VERSION;
    private static final String CREATED = AnnotationKeys.CREATED;
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

    public Digest digest() {
        return image.digest().orElseThrow();
    }

    /** The commit that it was built from, as the index says. */
    public Optional<String> revision() {
        return annotation(REVISION).filter(text -> COMMIT.matcher(text).matches());
    }

    /** Why {@link #revision} is empty. */
    String withoutRevision() {
        return annotation(REVISION)
                .map(text ->
                        "its annotation " + REVISION + " is \"" + text + "\", which is not the full hash of a commit")
                .orElse("it has no annotation " + REVISION);
    }

    Optional<String> version() {
        return annotation(VERSION);
    }

    Optional<String> source() {
        return annotation(SOURCE);
    }

    /** Of the workflow that first built its commit: a renewed index has that of the one before. */
    Optional<Run> run() {
        return annotation(Run.ANNOTATION).flatMap(Run::parse);
    }

    Optional<Instant> created() {
        return annotation(CREATED).flatMap(Renewal::time);
    }

    /** When the first index of its commit was created. */
    Optional<Instant> since() {
        return annotation(Renewal.SINCE).flatMap(Renewal::time).or(this::created);
    }

    private Optional<String> annotation(String key) {
        return Optional.ofNullable(index.annotations().get(key));
    }
}
