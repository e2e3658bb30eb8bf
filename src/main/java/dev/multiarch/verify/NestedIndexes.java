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
import dev.multiarch.step.MemoryBudget;
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
    private final MemoryBudget.Share memory;
    private final List<Descriptor> flat = new ArrayList<>();
    private final Map<Digest, String> refused = new HashMap<>();
    private final Map<Digest, String> closed = new HashMap<>();
    private final Map<Digest, Optional<Read>> read = new HashMap<>();

    /** @param size in bytes */
    private record Read(List<Descriptor> entries, long size) {}

    private NestedIndexes(Source source, MemoryBudget.Share memory) {
        this.source = source;
        this.memory = memory;
    }

    /**
     * @param index with the entries of those inside it
     * @param refused the digests of those that clients read in different ways, and why
     * @param closed the digests of the other indexes that stayed closed, and why
     */
    record Flat(Index index, Map<Digest, String> refused, Map<Digest, String> closed) {}

    static Flat flat(Source source, Index index, MemoryBudget.Share memory) {
        var nested = new NestedIndexes(source, memory);
        if (!index.nests()) {
            return new Flat(index, Map.of(), Map.of());
        }
        nested.add(index.manifests(), 1);
        return new Flat(
                new Index(index.mediaType(), List.copyOf(nested.flat), index.annotations()),
                Map.copyOf(nested.refused),
                Map.copyOf(nested.closed));
    }

    private void add(List<Descriptor> entries, int depth) {
        for (Descriptor entry : entries) {
            Optional<List<Descriptor>> inner =
                    MediaTypes.isIndex(entry.mediaType()) ? inside(entry, depth) : Optional.empty();
            if (inner.isPresent()) {
                add(inner.get(), depth + 1);
            } else {
                flat.add(entry);
            }
        }
    }

    /** Empty for an index without entries as well: what is not there can't be judged. */
    private Optional<List<Descriptor>> inside(Descriptor entry, int depth) {
        if (depth >= MOST_DEPTH) {
            return closed(entry, "indexes are looked into up to " + (MOST_DEPTH - 1) + " levels deep");
        }
        if (flat.size() > MOST_ENTRIES) {
            return closed(entry, "no more than " + MOST_ENTRIES + " entries are laid out");
        }
        Optional<Read> index = read(entry);
        if (index.isPresent() && index.get().size() != entry.size()) {
            return closed(entry, "it has " + index.get().size() + " bytes, and its descriptor says " + entry.size());
        }
        List<Descriptor> inner = new ArrayList<>();
        for (Descriptor child : index.map(Read::entries).orElse(List.of())) {
            Optional<Descriptor> reached = under(entry, child);
            if (reached.isEmpty()) {
                return closed(entry, "it is for " + entry.platformText() + ", and an entry in it is not");
            }
            inner.add(reached.get());
        }
        return inner.isEmpty() ? closed(entry, "it has no entries") : Optional.of(inner);
    }

    /** The first reason stays: an index that can't be read is not one without entries. */
    private <T> Optional<T> closed(Descriptor entry, String why) {
        closed.putIfAbsent(entry.digest(), why);
        return Optional.empty();
    }

    /** Each is fetched and parsed once, however often it is named. */
    private Optional<Read> read(Descriptor entry) {
        Optional<Read> known = read.get(entry.digest());
        if (known == null) {
            known = read.size() < MOST_READ
                    ? fetched(entry)
                    : closed(entry, "no more than " + MOST_READ + " indexes inside an index are read");
            read.put(entry.digest(), known);
        }
        return known;
    }

    private Optional<Read> fetched(Descriptor entry) {
        Optional<String> large = memory.refusal(entry.size());
        if (large.isPresent()) {
            return closed(entry, large.get());
        }
        try {
            Document document = source.manifest(entry.digest());
            Optional<String> heavy = memory.take(document.bytes());
            if (heavy.isPresent()) {
                return closed(entry, heavy.get());
            }
            List<Descriptor> entries =
                    Index.parse(document.bytes(), "index " + entry.digest()).manifests();
            return Optional.of(new Read(entries, document.bytes().length));
        } catch (AmbiguousException ambiguous) {
            refused.put(entry.digest(), ambiguous.getMessage());
            return Optional.empty();
        } catch (RegistryException | FormatException unread) {
            return closed(entry, String.valueOf(unread.getMessage()));
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
