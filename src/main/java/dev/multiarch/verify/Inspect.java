package dev.multiarch.verify;

import dev.multiarch.image.ClientOrder;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.ImageConfig;
import dev.multiarch.image.Index;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.Need;
import dev.multiarch.policy.Subject;
import dev.multiarch.record.BuildFacts;
import dev.multiarch.registry.CachedSource;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.report.Inspection;
import dev.multiarch.step.CannotJudge;
import dev.multiarch.step.MemoryBudget;
import dev.multiarch.step.Session;
import dev.multiarch.text.FormatException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads what is in an index or in a single image, and judges nothing. */
public final class Inspect {
    private static final Set<Need> NEEDS = EnumSet.of(Need.MANIFESTS, Need.CONFIGS, Need.ATTESTATIONS);

    private final Session tools;
    private final CachedSource source;
    private final MemoryBudget.Share memory;

    public Inspect(Session tools, Source source) {
        this.tools = tools;
        this.source = new CachedSource(source, new CachedSource.Cache());
        this.memory = tools.memory().share();
    }

    /** The document that the name refers to, whatever it contains. */
    public Document root() throws RegistryException {
        return source.root();
    }

    /**
     * The manifest that a client on this platform pulls; empty if it finds none.
     *
     * @throws CannotJudge if this is not an image
     */
    public Optional<Document> chosen(Platform client) throws RegistryException, CannotJudge {
        Document root = source.root();
        Index index = SingleDocument.index(source.name(), root, memory);
        if (!MediaTypes.isIndex(index.mediaType())) {
            return Optional.of(root);
        }
        Optional<Descriptor> entry = choice(index.manifests(), ClientOrder.of(client), 1);
        return entry.isEmpty()
                ? Optional.empty()
                : Optional.of(source.manifest(entry.get().digest()));
    }

    /**
     * @param client reads what a client on this platform takes, and nothing else
     * @throws CannotJudge if this is not an image
     */
    public Inspection run(Optional<Platform> client, Optional<RecordedFacts> records)
            throws RegistryException, CannotJudge {
        Document root = source.root();
        Index wanted = SingleDocument.index(source.name(), root, memory);
        Function<Descriptor, BuildFacts> facts = RecordedFacts.orAnnotations(records, wanted, 0);
        if (!MediaTypes.isIndex(wanted.mediaType())) {
            Subject alone = gatherer().subject(root, wanted, facts);
            requireRead(alone);
            return new Inspection(
                    root.mediaType(),
                    alone,
                    client.map(platform -> new Inspection.Choice(platform, Optional.empty(), List.of())));
        }
        Optional<Inspection.Choice> choice = Optional.empty();
        if (client.isPresent()) {
            Optional<Descriptor> entry = choice(wanted.manifests(), ClientOrder.of(client.get()), 1);
            choice = Optional.of(new Inspection.Choice(client.get(), entry, platforms(wanted)));
            wanted = only(wanted, entry);
        }
        return new Inspection(root.mediaType(), gatherer().subject(root, wanted, facts), choice);
    }

    private FactGatherer gatherer() {
        return new FactGatherer(source, NEEDS, FactGatherer.Reading.of(memory), tools.status());
    }

    private static void requireRead(Subject alone) throws CannotJudge {
        for (Subject.Image image : alone.images()) {
            if (!image.manifest().isKnown()) {
                throw new CannotJudge(
                        alone.reference() + ": " + image.manifest().reason() + ". It is neither an index nor"
                                + " an image that can be read. Fix: look at it with multiarch inspect --raw");
            }
        }
    }

    /** That entry alone, with what attests it. */
    private static Index only(Index index, Optional<Descriptor> entry) {
        List<Descriptor> kept = entry.stream()
                .flatMap(chosen -> Stream.concat(
                        Stream.of(chosen), index.manifests().stream().filter(other -> other.attests(chosen.digest()))))
                .toList();
        return new Index(index.mediaType(), kept, index.annotations());
    }

    private static List<String> platforms(Index index) {
        return index.images().stream()
                .map(entry -> entry.platform().map(Platform::toString).orElse(entry.platformText()))
                .filter(text -> !text.isEmpty())
                .toList();
    }

    /** As containerd walks: into the best entry alone, which is the answer even where nothing in there fits. */
    private Optional<Descriptor> choice(List<Descriptor> entries, ClientOrder order, int depth)
            throws RegistryException, CannotJudge {
        Optional<Descriptor> first = order.first(entries);
        if (first.isEmpty()) {
            return first;
        }
        Descriptor entry = first.get();
        try {
            if (MediaTypes.isIndex(entry.mediaType()) && depth < NestedIndexes.MOST_DEPTH) {
                byte[] bytes = source.manifest(entry.digest()).bytes();
                return choice(Index.parse(bytes, "index " + entry.digest()).manifests(), order, depth + 1);
            }
            if (!MediaTypes.isManifest(entry.mediaType())) {
                return Optional.empty();
            }
            return entry.platform().isPresent() ? first : byConfig(entry, order);
        } catch (FormatException malformed) {
            throw new CannotJudge(malformed.getMessage() + ". What a client pulls is unknown");
        }
    }

    private Optional<Descriptor> byConfig(Descriptor entry, ClientOrder order) throws RegistryException {
        byte[] bytes = source.manifest(entry.digest()).bytes();
        Descriptor config = Manifest.parse(bytes, "manifest " + entry.digest()).config();
        if (!MediaTypes.isConfig(config.mediaType()) && !MediaTypes.isMaybeConfig(config.mediaType())) {
            return Optional.empty();
        }
        ImageConfig read = ImageConfig.parse(
                source.blob(config, FactGatherer.LARGEST_CONFIG).bytes(), "config " + config.digest());
        return read.platform().filter(order::takes).map(platform -> entry.on(platform, read.platformText()));
    }
}
