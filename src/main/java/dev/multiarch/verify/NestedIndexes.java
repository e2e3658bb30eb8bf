package dev.multiarch.verify;

import dev.multiarch.image.ClientOrder;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Platform;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.Memory;
import dev.multiarch.text.AmbiguousException;
import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Indexes inside an index (OCI Image Format 1.1 allows them), laid out flat in their order, as clients walk them. What can't
 * be read, or goes beyond a limit, stays the entry that it is, and no rule takes it for an image.
 */
final class NestedIndexes {
    /** Indexes in indexes. */
    static final int MOST_DEPTH = 4;

    /** One index can name another a thousand times: bounds on what a small document can cause. */
    private static final int MOST_READ = 100;

    private static final int MOST_ENTRIES = 10_000;

    private final Source source;
    private final Memory.Share memory;
    private final List<Descriptor> flat = new ArrayList<>();
    private final Map<Digest, String> refused = new HashMap<>();
    private final Map<Digest, Optional<Read>> read = new HashMap<>();

    /** @param size in bytes */
    private record Read(List<Descriptor> entries, long size) {}

    private NestedIndexes(Source source, Memory.Share memory) {
        this.source = source;
        this.memory = memory;
    }

    /**
     * @param index with the entries of those inside it
     * @param refused the digests of those that clients read in different ways, and why
     */
    record Flat(Index index, Map<Digest, String> refused) {}

    static Flat flat(Source source, Index index, Memory.Share memory) {
        var nested = new NestedIndexes(source, memory);
        if (!index.nests()) {
            return new Flat(index, Map.of());
        }
        nested.add(index.manifests(), 1);
        return new Flat(
                new Index(index.mediaType(), List.copyOf(nested.flat), index.annotations()),
                Map.copyOf(nested.refused));
    }

    private void add(List<Descriptor> entries, int depth) {
        for (Descriptor entry : entries) {
            Optional<List<Descriptor>> inner =
                    MediaTypes.isIndex(entry.mediaType()) && depth < MOST_DEPTH ? inside(entry) : Optional.empty();
            if (inner.isPresent()) {
                add(inner.get(), depth + 1);
            } else {
                flat.add(entry);
            }
        }
    }

    /** Empty for an index without entries as well: what is not there can't be judged. */
    private Optional<List<Descriptor>> inside(Descriptor entry) {
        if (flat.size() > MOST_ENTRIES) {
            return Optional.empty();
        }
        Optional<Read> index = read(entry).filter(known -> known.size() == entry.size());
        List<Descriptor> inner = new ArrayList<>();
        for (Descriptor child : index.map(Read::entries).orElse(List.of())) {
            Optional<Descriptor> reached = under(entry, child);
            if (reached.isEmpty()) {
                return Optional.empty();
            }
            inner.add(reached.get());
        }
        return Optional.of(inner).filter(all -> !all.isEmpty());
    }

    /** Each is fetched and parsed once, however often it is named. */
    private Optional<Read> read(Descriptor entry) {
        Optional<Read> known = read.get(entry.digest());
        if (known == null) {
            known = read.size() < MOST_READ ? fetched(entry) : Optional.empty();
            read.put(entry.digest(), known);
        }
        return known;
    }

    private Optional<Read> fetched(Descriptor entry) {
        if (memory.refusal(entry.size()).isPresent()) {
            return Optional.empty();
        }
        try {
            Document document = source.manifest(entry.digest());
            if (memory.take(document.bytes()).isPresent()) {
                return Optional.empty();
            }
            List<Descriptor> entries =
                    Index.parse(document.bytes(), "index " + entry.digest()).manifests();
            return Optional.of(new Read(entries, document.bytes().length));
        } catch (AmbiguousException ambiguous) {
            refused.put(entry.digest(), ambiguous.getMessage());
            return Optional.empty();
        } catch (RegistryException | FormatException unread) {
            return Optional.empty();
        }
    }

    /**
     * As containerd has it, both platforms must match: a child without one has its index's. A client must come by both.
     */
    private static Optional<Descriptor> under(Descriptor index, Descriptor child) {
        if (index.platform().isEmpty() || child.isAttestation()) {
            return Optional.of(child);
        }
        Platform outer = index.platform().get();
        if (child.platform().isEmpty() && child.platformText().isEmpty()) {
            return Optional.of(child.on(outer, index.platformText()));
        }
        return Optional.of(child)
                .filter(c -> c.platform().filter(p -> isReached(p, outer)).isPresent());
    }

    /** Whether a client on this platform comes by the index of that platform: {@code amd64/v3} by {@code amd64}. */
    private static boolean isReached(Platform child, Platform outer) {
        return child.equals(outer)
                || child.os().equals(outer.os())
                        && child.architecture().equals(outer.architecture())
                        && ClientOrder.of(child).takes(outer);
    }
}
