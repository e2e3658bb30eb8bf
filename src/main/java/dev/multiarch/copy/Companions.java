package dev.multiarch.copy;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.Reference;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.Referrers;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.request.RegistryException.Kind;
import dev.multiarch.step.Session;
import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds what goes along with manifests: their referrers with the referrers of those, and what cosign keeps under tags. One
 * that can't be read as what it should be is left behind with a warning; any other failure to read ends the copy.
 */
final class Companions {
    /** cosign's names before it used referrers (cosign, specs/SIGNATURE_SPEC.md). */
    private static final List<String> SUFFIXES = List.of(".sig", ".att", ".sbom");

    private static final Set<Kind> LASTING =
            Set.of(Kind.NOT_FOUND, Kind.MALFORMED, Kind.TOO_LARGE, Kind.DIGEST_MISMATCH);

    /** An SBOM's signature's signature is as far as anybody goes. */
    private static final int MOST_DEPTH = 3;

    private static final int MOST = 2_000;

    private final Session tools;
    private final Workers workers;
    private final Set<String> seen = new HashSet<>();

    Companions(Session tools, Workers workers) {
        this.tools = tools;
        this.workers = workers;
    }

    /** In an order in which each comes after its subject. */
    List<Companion> of(List<Reference> manifests) throws RegistryException {
        List<Companion> all = new ArrayList<>();
        manifests.forEach(manifest -> seen.add(manifest.toString()));
        List<Reference> subjects = manifests;
        for (int depth = 0; depth < MOST_DEPTH && !subjects.isEmpty(); depth++) {
            List<Workers.Task<List<Companion>>> tasks = new ArrayList<>();
            for (Reference subject : subjects) {
                tasks.add(() -> around(subject));
            }
            List<Companion> found = workers.all(tasks).stream()
                    .flatMap(List::stream)
                    .filter(companion -> seen.add(companion.manifest().toString()))
                    .toList();
            all.addAll(found);
            if (all.size() > MOST) {
                throw new RegistryException(
                        Kind.TOO_LARGE,
                        manifests.get(0).name() + ": its images have more than " + MOST
                                + " signatures and other referrers. Fix: remove what nobody needs.");
            }
            subjects = found.stream().map(Companion::manifest).toList();
        }
        return all;
    }

    private List<Companion> around(Reference subject) throws RegistryException {
        Digest digest = subject.digest().orElseThrow();
        List<Companion> found = new ArrayList<>();
        for (Descriptor entry : listed(subject)) {
            read(subject.with(entry.digest()), Optional.empty(), digest).ifPresent(found::add);
        }
        for (String suffix : SUFFIXES) {
            Reference tag = subject.withTag(Referrers.tag(digest) + suffix);
            Optional<Digest> kept = tools.registry().resolve(tag);
            if (kept.isPresent()) {
                read(subject.with(kept.get()), tag.tag(), digest).ifPresent(found::add);
            }
        }
        return found;
    }

    private List<Descriptor> listed(Reference subject) throws RegistryException {
        try {
            return new Referrers(tools.registry()).of(subject).entries();
        } catch (RegistryException e) {
            if (e.kind() != Kind.MALFORMED) {
                throw e;
            }
            tools.progress()
                    .accept("warning: signatures and other referrers of " + subject + " are not copied: "
                            + e.getMessage());
            return List.of();
        }
    }

    private Optional<Companion> read(Reference manifest, Optional<String> tag, Digest subject)
            throws RegistryException {
        try {
            Document document = tools.at(manifest).manifest(manifest.digest().orElseThrow());
            JsonObject json = Json.read(document.bytes(), "manifest " + document.digest());
            Manifest content = Manifest.read(json);
            Optional<String> of = json.optionalObject("subject").map(named -> named.text("digest"));
            if (tag.isEmpty() && !of.equals(Optional.of(subject.toString()))) {
                throw new FormatException(
                        "it is listed as a referrer, and says that its subject is " + of.orElse("nothing"));
            }
            return Optional.of(new Companion(manifest, entry(document, content), content, subject, tag));
        } catch (FormatException malformed) {
            return leftBehind(manifest, subject, malformed.getMessage());
        } catch (RegistryException e) {
            if (!LASTING.contains(e.kind())) {
                throw e;
            }
            return leftBehind(manifest, subject, e.getMessage());
        }
    }

    private static Descriptor entry(Document document, Manifest content) {
        return new Descriptor(
                document.mediaType(),
                document.digest(),
                document.bytes().length,
                Optional.empty(),
                "",
                content.annotations(),
                content.artifactType().or(() -> Optional.of(content.config().mediaType())));
    }

    private Optional<Companion> leftBehind(Reference manifest, Digest subject, String why) {
        tools.progress()
                .accept("warning: " + manifest + " is not copied along with " + subject + ", of which it speaks: "
                        + why);
        return Optional.empty();
    }

    /** All blobs of a manifest. */
    static Stream<Descriptor> blobs(Manifest manifest) {
        return Stream.concat(Stream.of(manifest.config()), manifest.layers().stream());
    }
}
