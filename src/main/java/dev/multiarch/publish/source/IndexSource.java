package dev.multiarch.publish.source;

import dev.multiarch.concurrent.AtOnce;
import dev.multiarch.image.Artifact;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Index;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.json.JsonElements;
import dev.multiarch.json.JsonObject;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.Refused;
import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A reference that is an index: all its images, or those of one platform, each with its attestations. */
final class IndexSource {
    /** As many as a plan may have legs. */
    private static final int MOST_IMAGES = 256;

    private static final String OTHER = "name another source";

    private final Consumer<String> told;
    private final SourceName name;
    private final Part.Origin origin;
    private final Reference at;
    private final ImageReader images;

    private final List<Part> parts = new ArrayList<>();
    private final List<Entry> others = new ArrayList<>();
    private final Map<String, Integer> artifacts = new LinkedHashMap<>();

    IndexSource(Consumer<String> told, SourceName name, Part.Origin origin, Reference at, ImageReader images) {
        this.told = told;
        this.name = name;
        this.origin = origin;
        this.at = at;
        this.images = images;
    }

    SourceContents read(Document document, JsonObject json) throws RegistryException, Refused {
        Index index = Index.read(json);
        List<Entry> entries = entries(document, json);
        Optional<Entry> nested = entries.stream()
                .filter(entry -> MediaTypes.isIndex(entry.descriptor().mediaType()))
                .findFirst();
        if (nested.isPresent()) {
            throw refused(
                    "it holds another index, " + nested.get().descriptor().digest() + ", and which of its images are"
                            + " meant is not clear",
                    "name that one, " + nested.get().manifest());
        }
        List<Entry> candidates = entries.stream()
                .filter(entry -> !entry.descriptor().isAttestation())
                .toList();
        if (candidates.size() > MOST_IMAGES) {
            throw refused("it has " + candidates.size() + " entries, at most " + MOST_IMAGES + " are taken", OTHER);
        }
        List<Entry> attestations = entries.stream()
                .filter(entry -> entry.descriptor().isAttestation())
                .toList();
        List<ImageReader.Found> found = found(candidates);
        for (int i = 0; i < candidates.size(); i++) {
            add(candidates.get(i), found.get(i), attestations);
        }
        addOrphans(index, attestations);
        return new SourceContents(
                name,
                origin,
                at,
                chosen(attestations.size()),
                name.platform().isPresent() ? List.of() : others,
                index.annotations());
    }

    private List<Entry> entries(Document document, JsonObject json) {
        boolean keep = origin == Part.Origin.KEPT;
        List<String> written = keep ? JsonElements.of(document.bytes(), "manifests") : List.of();
        List<Entry> entries = new ArrayList<>();
        int facts = 0;
        for (JsonObject item : json.objects("manifests")) {
            JsonObject taken = origin == Part.Origin.TAKEN ? DescriptorJson.withoutFacts(item) : item;
            facts += taken == item ? 0 : 1;
            entries.add(Entry.of(at, taken, keep ? Optional.of(written.get(entries.size())) : Optional.empty()));
        }
        if (facts > 0) {
            told.accept(name + ": annotations dev.multiarch.* of " + facts + " entries are left out: only"
                    + " --keep-from and --append keep them");
        }
        return entries;
    }

    /** What each of them is: an image with its platform, or an artifact. */
    private List<ImageReader.Found> found(List<Entry> candidates) throws RegistryException, Refused {
        List<ImageReader.Found> found = new ArrayList<>();
        List<String> malformed = new ArrayList<>();
        for (Outcome outcome : outcomes(candidates)) {
            outcome.found().ifPresent(found::add);
            outcome.malformed().ifPresent(malformed::add);
        }
        if (!malformed.isEmpty()) {
            throw refused("its entry " + String.join("; ", malformed), OTHER);
        }
        return found;
    }

    /** Of one entry, which is one or the other. */
    private record Outcome(Optional<ImageReader.Found> found, Optional<String> malformed) {}

    /** A leg was resolved: what it holds is at hand, and needs no other thread. */
    private List<Outcome> outcomes(List<Entry> candidates) throws RegistryException {
        return origin == Part.Origin.PLANNED
                ? AtOnce.map(candidates, 1, this::outcome)
                : AtOnce.map(candidates, images.requests(), this::outcome);
    }

    private Outcome outcome(Entry entry) throws RegistryException {
        try {
            return new Outcome(Optional.of(images.read(entry.descriptor())), Optional.empty());
        } catch (FormatException e) {
            String why = entry.descriptor().digest() + ": " + e.getMessage();
            return new Outcome(Optional.empty(), Optional.of(why));
        }
    }

    private void add(Entry entry, ImageReader.Found found, List<Entry> attestations) throws Refused {
        Descriptor descriptor = entry.descriptor();
        if (found.artifact().isPresent()) {
            artifacts.merge(found.artifact().get().name(), 1, Integer::sum);
            others.add(entry);
            return;
        }
        boolean silent = descriptor.platformText().isEmpty();
        Optional<Platform> platform = silent ? found.platform() : descriptor.platform();
        if (platform.filter(p -> !p.isUnknown()).isEmpty()) {
            if (origin == Part.Origin.KEPT) {
                others.add(entry);
                return;
            }
            String text = silent ? found.spelling() : descriptor.platformText();
            throw refused(
                    "its image " + descriptor.digest() + " is for "
                            + (text.isEmpty() ? "no platform" : "\"" + text + "\", which is not a platform"),
                    "name another source, or the images one by one");
        }
        Entry spelt = silent && entry.raw().isEmpty()
                ? Entry.of(at, DescriptorJson.with(entry.json(), platform.get()), Optional.empty())
                : entry;
        parts.add(new Part(
                origin,
                name.toString(),
                platform.get(),
                spelt.descriptor().platformText(),
                found.platform(),
                found.spelling(),
                spelt,
                attestations.stream()
                        .filter(each -> each.descriptor().attests(descriptor.digest()))
                        .toList()));
    }

    /** Attestations of what is not there say nothing; where everything is kept they are kept too. */
    private void addOrphans(Index index, List<Entry> attestations) {
        List<Entry> orphans = attestations.stream()
                .filter(each -> parts.stream()
                        .noneMatch(part -> each.descriptor()
                                .attests(part.image().descriptor().digest())))
                .toList();
        if (origin == Part.Origin.KEPT) {
            others.addAll(orphans);
        } else if (!orphans.isEmpty() && index.images().size() == parts.size()) {
            told.accept(
                    "warning: " + name + ": attestations of images that are not there are left out: " + orphans.size());
        }
    }

    private List<Part> chosen(int attestations) throws Refused {
        if (parts.isEmpty()) {
            if (attestations > 0) {
                artifacts.merge("attestation", attestations, Integer::sum);
            }
            String what =
                    artifacts.isEmpty() ? "it has no entries" : "it holds no image (" + Artifact.count(artifacts) + ")";
            throw refused(what, "name an image, or an index of images");
        }
        if (name.platform().isEmpty()) {
            return parts;
        }
        Platform wanted = name.platform().get();
        List<Part> chosen =
                parts.stream().filter(part -> wanted.covers(part.platform())).toList();
        if (chosen.isEmpty()) {
            String has = parts.stream().map(part -> part.platform().toString()).collect(Collectors.joining(", "));
            throw refused("it has no image for " + wanted + "; it has " + has, "name one of these");
        }
        return chosen;
    }

    private Refused refused(String why, String fix) {
        return SourceReader.refused(name, at, why, fix);
    }
}
