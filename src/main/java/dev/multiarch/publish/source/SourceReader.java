package dev.multiarch.publish.source;

import dev.multiarch.concurrent.AtOnce;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Platform;
import dev.multiarch.image.PlatformMatch;
import dev.multiarch.image.Reference;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.MemoryBudget;
import dev.multiarch.step.Refused;
import dev.multiarch.step.Session;
import dev.multiarch.text.FormatException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

/**
 * Reads what references hold: each tag once, everything else by digest, each image with its config. Several threads may read
 * one reference each; however many they are, so many requests are under way at once as one reader may make.
 */
public final class SourceReader implements AutoCloseable {
    private final Session tools;
    private final MemoryBudget.Share memory;
    private final ExecutorService requests = AtOnce.threads(AtOnce.REQUESTS);

    public SourceReader(Session tools) {
        this.tools = tools;
        this.memory = tools.memory().share();
    }

    /**
     * @param told gets what was left out of it
     * @throws Refused if there is no image, or not the one that was asked for
     * @throws RegistryException if it can't be read
     */
    public SourceContents read(SourceName name, Part.Origin origin, Consumer<String> told)
            throws RegistryException, Refused {
        Reference named = name.reference().orLatest();
        Source source = tools.at(named);
        Document document = origin == Part.Origin.PLANNED
                ? document(named, origin, source) // a leg was resolved: all of it is at hand
                : AtOnce.<Document, RegistryException>result(requests.submit(() -> document(named, origin, source)));
        Reference at = named.with(document.digest());
        var images = new ImageReader(source, memory, requests);
        try {
            images.take(document.bytes());
            JsonObject json = Json.read(document.bytes(), at.toString());
            return Index.isIndex(json)
                    ? new IndexSource(told, name, origin, at, images).read(document, json)
                    : new SourceContents(
                            name, origin, at, List.of(single(name, origin, at, document, images)), List.of(), Map.of());
        } catch (FormatException malformed) {
            throw refused(name, at, malformed.getMessage(), "name an image, or an index of images");
        }
    }

    private static Document document(Reference named, Part.Origin origin, Source source) throws RegistryException {
        try {
            return named.digest().isPresent() ? source.manifest(named.digest().get()) : source.root();
        } catch (RegistryException e) {
            if (origin != Part.Origin.KEPT || e.kind() != RegistryException.Kind.NOT_FOUND) {
                throw e;
            }
            throw new RegistryException(
                    e.kind(),
                    named
                            + ": there is no such image, so there is nothing to keep. Nothing was merged, no tag was moved."
                            + " Fix: check the name; leave out --append or --keep-from if this is the first image",
                    e);
        }
    }

    /** A reference that is an image of one platform, without an index. */
    private static Part single(SourceName name, Part.Origin origin, Reference at, Document document, ImageReader images)
            throws RegistryException, Refused {
        Digest digest = document.digest();
        int size = document.bytes().length;
        var bare = new Descriptor(document.mediaType(), digest, size, Optional.empty(), "", Map.of(), Optional.empty());
        if (!MediaTypes.isManifest(document.mediaType())) {
            throw refused(name, at, "it is of the type " + document.mediaType(), "name an image");
        }
        ImageReader.Found found = images.read(bare);
        if (found.artifact().isPresent()) {
            throw refused(name, at, found.artifact().get().sentence(), "name an image, or an index of images");
        }
        Optional<Platform> platform = name.platform().isPresent() ? promised(name, found) : found.platform();
        if (platform.filter(p -> !p.isUnknown()).isEmpty()) {
            String says = found.spelling().isEmpty() ? "names no platform" : "says " + found.spelling();
            throw name.platform().isPresent()
                    ? refused(
                            name,
                            at,
                            "its config " + says + ", expected "
                                    + name.platform().get(),
                            "name the right image")
                    : refused(name, at, "its config " + says, "push it again for one platform");
        }
        Entry entry =
                Entry.of(at, DescriptorJson.of(document.mediaType(), digest, size, platform.get()), Optional.empty());
        return new Part(
                origin,
                name.toString(),
                platform.get(),
                entry.descriptor().platformText(),
                found.platform(),
                found.spelling(),
                entry,
                List.of());
    }

    /** Who names a platform states a variant that the config leaves out; the version of Windows is the config's. */
    private static Optional<Platform> promised(SourceName name, ImageReader.Found found) {
        Platform promised = name.platform().orElseThrow();
        if (!PlatformMatch.matches(promised, promised.toString(), found.platform(), found.spelling())) {
            return Optional.empty();
        }
        String version =
                promised.osVersion().isEmpty() ? found.platform().orElseThrow().osVersion() : promised.osVersion();
        return Optional.of(new Platform(promised.os(), promised.architecture(), promised.variant(), version));
    }

    static Refused refused(SourceName name, Reference at, String why, String fix) {
        return new Refused(name + " (" + at.digest().orElseThrow() + "): " + why
                + ". Nothing was merged, no tag was moved. Fix: " + fix);
    }

    @Override
    public void close() {
        requests.shutdownNow();
        memory.close();
    }
}
