package dev.multiarch.verify;

import dev.multiarch.concurrent.Once;
import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.ImageConfig;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.policy.Attestation;
import dev.multiarch.policy.Subject;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.MemoryBudget;
import dev.multiarch.text.AmbiguousException;
import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The manifests and configs of one subject: each is fetched once, parsed once, and counted against the memory of the call. */
final class Documents {
    private static final Digest LONG = Digest.parse("sha512:" + "0".repeat(128));
    private static final Digest SHORT = Digest.parse("sha256:" + "0".repeat(64));

    private final Source source;
    private final FactSource learnt;
    private final MemoryBudget.Share memory;
    private final Document root;
    private final Once<Digest, Read<Parsed>> manifests = new Once<>();
    private final Once<String, Read<ImageConfig>> configs = new Once<>();
    private final boolean attested;
    private final Map<Digest, Digest> same = new ConcurrentHashMap<>();

    /**
     * @param there whether the source has it; empty where it was not asked
     * @param size in bytes
     */
    private record Read<T>(Fact<T> fact, Optional<Fact<Boolean>> there, long size) {}

    private record Parsed(Manifest manifest, Optional<Digest> subject) {}

    /** Fetches a document. */
    private interface Fetch {
        Document get() throws RegistryException;
    }

    /**
     * @param root what the reference names; it may be a manifest itself, and is not fetched again then
     * @param attested whether attestations are read, which may name images by a digest of another algorithm
     */
    Documents(Source source, FactSource learnt, MemoryBudget.Share memory, Document root, boolean attested) {
        this.source = source;
        this.learnt = learnt;
        this.memory = memory;
        this.root = root;
        this.attested = attested;
    }

    /** @param blobs gets whether the manifest is there */
    Fact<Manifest> manifest(Descriptor entry, List<Subject.Blob> blobs) {
        return parsed(entry, blobs).map(Parsed::manifest);
    }

    /** What the manifest says that it is about. */
    Optional<Digest> subject(Descriptor entry) {
        return parsed(entry, new ArrayList<>()).value().flatMap(Parsed::subject);
    }

    private Fact<Parsed> parsed(Descriptor entry, List<Subject.Blob> blobs) {
        if (!MediaTypes.isManifest(entry.mediaType())) {
            return Fact.unknown(
                    "the entry's media type is \"" + entry.mediaType() + "\", which is not an image" + " manifest");
        }
        String what = "manifest " + entry.digest();
        Read<Parsed> read = manifests.get(
                entry.digest(),
                () -> read(
                        entry.size(),
                        () -> isRoot(entry.digest()) ? root : source.manifest(entry.digest()),
                        document -> parse(document, what)));
        read.there().ifPresent(there -> blobs.add(manifestBlob(entry, there, read.size())));
        boolean other =
                read.there().filter(there -> there.value().orElse(false)).isPresent() && read.size() != entry.size();
        return other
                ? Fact.unknown("the manifest has " + read.size() + " bytes, its descriptor says " + entry.size())
                : read.fact();
    }

    /** @param size that was read, in bytes */
    private static Subject.Blob manifestBlob(Descriptor entry, Fact<Boolean> there, long size) {
        var blob = new Subject.Blob("manifest", entry.digest(), there);
        return there.value().orElse(false) ? blob.of(entry.size(), Optional.of(size), "") : blob;
    }

    /** @param blobs gets whether the config is there; nothing where its bytes are not the right ones */
    Fact<ImageConfig> config(Descriptor config, List<Subject.Blob> blobs) {
        if (!MediaTypes.isConfig(config.mediaType()) && !MediaTypes.isMaybeConfig(config.mediaType())) {
            return Fact.unknown(
                    "the config's media type is \"" + config.mediaType() + "\", which is not an image" + " config");
        }
        String what = "config " + config.digest();
        Read<ImageConfig> read = configs.get(
                config.digest() + " " + config.size(),
                () -> read(
                        config.size(),
                        () -> source.blob(config, FactGatherer.LARGEST_CONFIG),
                        document -> ImageConfig.parse(document.bytes(), what)));
        read.there().ifPresent(there -> blobs.add(new Subject.Blob("config", config.digest(), there)));
        return read.fact();
    }

    /** @param size as claimed */
    private <T> Read<T> read(long size, Fetch fetch, Function<Document, T> parser) {
        Optional<String> refused = memory.refusal(size);
        if (refused.isPresent()) {
            return new Read<>(Fact.unknown(refused.get()), Optional.empty(), size);
        }
        try {
            Document document = fetch.get();
            Optional<Fact<Boolean>> there = Optional.of(Fact.known(true, learnt));
            Fact<T> fact =
                    memory.take(document.bytes()).map(Fact::<T>unknown).orElseGet(() -> parsed(document, parser));
            return new Read<>(fact, there, document.bytes().length);
        } catch (RegistryException e) {
            boolean absent = e.kind() == RegistryException.Kind.NOT_FOUND;
            boolean differs = e.kind() == RegistryException.Kind.DIGEST_MISMATCH;
            Fact<Boolean> there = absent ? Fact.known(false, learnt) : Fact.unknown(e.getMessage());
            return new Read<>(Fact.unknown(e.getMessage()), Optional.of(there).filter(asked -> !differs), size);
        }
    }

    private <T> Fact<T> parsed(Document document, Function<Document, T> parser) {
        try {
            return Fact.known(parser.apply(document), learnt);
        } catch (AmbiguousException refused) {
            return Fact.refused(refused.getMessage(), learnt);
        } catch (FormatException malformed) {
            return Fact.unknown(malformed.getMessage());
        }
    }

    private boolean isRoot(Digest digest) {
        return digest.equals(root.digest());
    }

    private Parsed parse(Document document, String what) {
        Digest digest = document.digest();
        if (attested) {
            Digest other = digest.algorithm().equals(LONG.algorithm()) ? SHORT : LONG;
            same.put(other.sameOf(document.bytes()), digest);
        }
        JsonObject json = Json.read(document.bytes(), what);
        return new Parsed(isRoot(digest) ? SingleDocument.manifest(root) : Manifest.read(json), subject(json));
    }

    /** A malformed one names nothing. */
    private static Optional<Digest> subject(JsonObject manifest) {
        try {
            return manifest.optionalObject("subject").map(about -> Digest.parse(about.text("digest")));
        } catch (FormatException malformed) {
            return Optional.empty();
        }
    }

    /** The same, where its statements name images by the digest of another algorithm than the index does. */
    Fact<Attestation> knowing(Fact<Attestation> attestation) {
        return attestation.map(known -> new Attestation(
                known.manifest(),
                known.subject(),
                known.held().stream()
                        .map(held -> new Attestation.Held(
                                held.layer(), held.statement().map(statement -> statement.knowing(same))))
                        .toList()));
    }
}
