package dev.multiarch.verify;

import dev.multiarch.archive.EarlierBuilds;
import dev.multiarch.concurrent.Once;
import dev.multiarch.fact.Fact;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.record.BuildFacts;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.RecordStore;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** What build records say of images, by image digest. */
public final class RecordedFacts {
    /** Finds records of the images of an index. */
    private interface Finder {
        Map<Digest, BuildRecord> find(Index index) throws IOException;
    }

    private final Finder finder;
    private final Supplier<Set<String>> problems;
    private final Optional<RecordStore> store;
    private final Consumer<String> warnings;
    private final AtomicInteger told = new AtomicInteger();
    private final Once<Integer, EarlierBuilds> earlier = new Once<>();

    private RecordedFacts(
            Finder finder, Supplier<Set<String>> problems, Optional<RecordStore> store, Consumer<String> warnings) {
        this.finder = finder;
        this.problems = problems;
        this.store = store;
        this.warnings = warnings;
    }

    /**
     * What these records say.
     *
     * @param store where records of earlier builds are
     */
    public static RecordedFacts of(Collection<BuildRecord> records, Optional<RecordStore> store) {
        Map<Digest, BuildRecord> byImage = new HashMap<>();
        records.forEach(record -> record.digest().ifPresent(digest -> byImage.put(digest, record)));
        return new RecordedFacts(index -> byImage, Set::of, store, warning -> {});
    }

    /**
     * What the records of a store say.
     *
     * @param warnings gets why the store could not be read
     */
    public static RecordedFacts in(RecordStore store, Consumer<String> warnings) {
        var search = new RecordSearch(store);
        return new RecordedFacts(search::find, search::problems, Optional.of(store), warnings);
    }

    /**
     * Of an index's entries. A record wins over annotations, which are claims of the person who pushed.
     *
     * @param back so many earlier builds of each platform have to be known
     */
    static Function<Descriptor, BuildFacts> orAnnotations(Optional<RecordedFacts> records, Index index, int back) {
        return records.map(r -> r.in(index, back)).orElse(entry -> BuildFacts.fromAnnotations(entry.annotations()));
    }

    /** A cache makes the same image again for another plan: that record is not the one that the index names. */
    private static BuildFacts of(BuildRecord record, Descriptor entry, Index index) {
        BuildFacts facts = BuildFacts.of(record);
        Optional<String> named = BuildFacts.recordIn(entry.annotations());
        boolean isNamed = named.isEmpty()
                || named.get().equals(record.claim().record().toString())
                || record.plan().equals(index.annotations().get(RecordSearch.PLAN));
        return isNamed
                ? facts
                : facts.recorded(
                        Fact.unknown("the store has another one of this image, and not the one that the index names"));
    }

    private Function<Descriptor, BuildFacts> in(Index index, int back) {
        try {
            Map<Digest, BuildRecord> found = finder.find(index);
            warn();
            return entry -> Optional.ofNullable(found.get(entry.digest()))
                    .map(record -> after(of(record, entry, index), record, back))
                    .orElseGet(() ->
                            BuildFacts.fromAnnotations(entry.annotations()).recorded(Fact.unknown(none())));
        } catch (IOException | FormatException e) {
            warnings.accept("warning: the build records can't be read, so what they say is unknown: " + e.getMessage());
            return entry -> BuildFacts.unknown("the build records can't be read: " + e.getMessage());
        }
    }

    private void warn() {
        int unread = problems.get().size();
        if (told.getAndSet(unread) < unread) {
            warnings.accept("warning: " + unread + (unread == 1 ? " build record" : " build records")
                    + " can't be read, and nothing is taken from there, such as: "
                    + problems.get().stream().min(Comparator.naturalOrder()).orElse(""));
        }
    }

    /** Where some can't be read, one of them may be that of the image. */
    private String none() {
        Set<String> unread = problems.get();
        return "the store has no record of this image"
                + unread.stream()
                        .min(Comparator.naturalOrder())
                        .map(first -> " that can be read, and " + unread.size() + " that can't be, such as: " + first)
                        .orElse("");
    }

    private BuildFacts after(BuildFacts facts, BuildRecord record, int back) {
        return back == 0 || store.isEmpty()
                ? facts
                : facts.after(earlier.get(back, () -> new EarlierBuilds(store.get(), back))
                        .before(record));
    }
}
