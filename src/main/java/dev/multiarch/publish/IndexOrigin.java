package dev.multiarch.publish;

import dev.multiarch.concurrent.AtOnce;
import dev.multiarch.image.AnnotationKeys;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.ImageConfig;
import dev.multiarch.image.Index;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.plan.Renewal;
import dev.multiarch.plan.Run;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.Session;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Printable;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What an index, or an image under a tag, says of where it comes from and when. */
final class IndexOrigin {
    private static final String REVISION = AnnotationKeys.REVISION;
    private static final String SOURCE = AnnotationKeys.SOURCE;
    private static final String PLAN = AnnotationKeys.PLAN;

    /** Images whose configs are asked for a time. */
    private static final int MOST = 64;

    private static final int LARGEST_CONFIG = 8 << 20;

    /** Builders that make the same bytes again write the year 1970, 1980 or 1 into configs. */
    private static final Instant PLACEHOLDERS_END = Instant.parse("1980-01-02T00:00:00Z");

    private final Source source;
    private final Document document;
    private final Optional<Index> index;

    /** @param index empty where the document is an image of one platform, or something else */
    IndexOrigin(Source source, Document document, Optional<Index> index) {
        this.source = source;
        this.document = document;
        this.index = index;
    }

    static IndexOrigin of(Session tools, PublishedIndex published) {
        return new IndexOrigin(tools.at(published.reference()), published.document(), Optional.of(published.index()));
    }

    Digest digest() {
        return document.digest();
    }

    Optional<String> revision() {
        return annotation(REVISION);
    }

    /** The workflow's run, where one of the same repository made it. */
    Optional<Run> run(IndexOrigin other) {
        return same(SOURCE, other) ? annotation(Run.ANNOTATION).flatMap(Run::parse) : Optional.empty();
    }

    /** Whether it is of the same plan, or of the same commit and the same time as with SOURCE_DATE_EPOCH. */
    boolean isAgain(IndexOrigin other) {
        boolean sameTime = created().isPresent()
                && created()
                        .get()
                        .first()
                        .equals(other.created().map(CreationTime::first).orElse(null))
                && created()
                        .get()
                        .last()
                        .equals(other.created().map(CreationTime::last).orElse(null));
        return same(PLAN, other) || same(SOURCE, other) && same(REVISION, other) && sameTime;
    }

    private boolean same(String key, IndexOrigin other) {
        return annotation(key).isPresent() && annotation(key).equals(other.annotation(key));
    }

    Optional<CreationTime> created() {
        return annotation(CreationTime.KEY).flatMap(CreationTime::parse);
    }

    /** When the first index of its commit was created, where it renews one; otherwise when itself was. */
    Optional<CreationTime> since() {
        return annotation(Renewal.SINCE).flatMap(CreationTime::parse).or(this::created);
    }

    /** Whether it was built again from a commit that had an index before. */
    boolean isRenewed() {
        return annotation(Renewal.SINCE).isPresent();
    }

    /** Why {@link #created} is empty. */
    String withoutCreated() {
        if (index.isEmpty()) {
            return "is not an index that could say when it was created";
        }
        if (index.get().mediaType().equals(MediaTypes.DOCKER_INDEX)) {
            return "is a Docker manifest list, which cannot say when it was created";
        }
        return annotation(CreationTime.KEY)
                .map(text -> "has the annotation " + CreationTime.KEY + "=" + Printable.line(text)
                        + ", which is neither a time nor a date")
                .orElse("has no annotation " + CreationTime.KEY);
    }

    private Optional<String> annotation(String key) {
        return Optional.ofNullable(
                index.map(Index::annotations).orElse(Map.of()).get(key));
    }

    /**
     * When the newest of its images was created, as their configs say.
     *
     * @throws RegistryException if that can't be read now; what is missing or malformed says nothing
     */
    Optional<CreationTime> newestConfig() throws RegistryException {
        List<Digest> images = index.map(all -> all.images().stream()
                        .map(Descriptor::digest)
                        .limit(MOST)
                        .toList())
                .orElse(List.of(document.digest()));
        Optional<CreationTime> newest = Optional.empty();
        for (Optional<ImageConfig> config : AtOnce.map(images, AtOnce.REQUESTS, this::config)) {
            Optional<CreationTime> created = config.flatMap(ImageConfig::created)
                    .flatMap(CreationTime::parse)
                    .filter(time -> time.first().isAfter(PLACEHOLDERS_END));
            newest =
                    Stream.of(newest, created).flatMap(Optional::stream).max(Comparator.comparing(CreationTime::first));
        }
        return newest;
    }

    private Optional<ImageConfig> config(Digest image) throws RegistryException {
        try {
            byte[] bytes = image.equals(document.digest())
                    ? document.bytes()
                    : source.manifest(image).bytes();
            Descriptor config = Manifest.parse(bytes, "image " + image).config();
            return Optional.of(
                    ImageConfig.parse(source.blob(config, LARGEST_CONFIG).bytes(), "config " + config.digest()));
        } catch (FormatException malformed) {
            return Optional.empty();
        } catch (RegistryException e) {
            boolean lasting = List.of(
                            RegistryException.Kind.NOT_FOUND,
                            RegistryException.Kind.TOO_LARGE,
                            RegistryException.Kind.MALFORMED)
                    .contains(e.kind());
            if (!lasting) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
