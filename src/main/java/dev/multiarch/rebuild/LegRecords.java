package dev.multiarch.rebuild;

import dev.multiarch.concurrent.AtOnce;
import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.RecordStore;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The build records of published legs, each read once, several at a time. */
final class LegRecords {
    private static final int AT_ONCE = 24;

    /** More than the one name that is looked for, as a bucket may begin with many names that are not ours. */
    private static final int A_PAGE = 1_000;

    private final Map<Digest, Fact<BuildRecord>> byImage;

    private LegRecords(Map<Digest, Fact<BuildRecord>> byImage) {
        this.byImage = byImage;
    }

    /** What is done where the store has no record of any of the images: a first night looks the same as a wrong name. */
    enum Absence {
        /** Nobody named the store, or the user says that there are none yet. */
        STALE,
        /** Whether there are some elsewhere is not known. */
        UNKNOWN,
        /** The user named it, and did not say what follows. */
        REFUSED
    }

    /**
     * @param warnings gets a sentence where the store holds nothing at all
     * @throws IOException if there is no such store, such as a bucket that does not exist
     * @throws FormatException if it is refused that no image has a record
     */
    static LegRecords of(RecordStore store, List<PublishedImage> images, Absence absence, Consumer<String> warnings)
            throws IOException {
        List<Digest> wanted = images.stream()
                .flatMap(image -> image.index().images().stream())
                .map(Descriptor::digest)
                .distinct()
                .toList();
        int atOnce = store.objects().isLocal() ? 1 : AT_ONCE;
        List<Fact<BuildRecord>> found = AtOnce.map(wanted, atOnce, digest -> record(store, digest));
        if (!found.isEmpty() && found.stream().allMatch(LegRecords::isAbsent)) {
            found = absent(store, images, absence, found, warnings);
        }
        Map<Digest, Fact<BuildRecord>> byImage = new LinkedHashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            byImage.put(wanted.get(i), found.get(i));
        }
        return new LegRecords(byImage);
    }

    private static List<Fact<BuildRecord>> absent(
            RecordStore store,
            List<PublishedImage> images,
            Absence absence,
            List<Fact<BuildRecord>> found,
            Consumer<String> warnings)
            throws IOException {
        String place = store.objects().place();
        boolean empty = isEmpty(store);
        String nothing = "there is no build record at all in " + place;
        if (absence == Absence.REFUSED) {
            String of = images.get(0).image() + (images.size() == 1 ? "" : " and " + (images.size() - 1) + " more");
            throw new FormatException((empty ? nothing : "there is no build record of " + of + " in " + place)
                    + ", so each platform would be built again. Fix: name the store that has the records of what is published"
                    + " with --records; if there is none yet, --on-unknown rebuild builds all of them, and --on-unknown keep"
                    + " only those that annotations show to be stale");
        }
        if (!empty && absence == Absence.STALE) {
            return found;
        }
        if (empty) {
            warnings.accept("warning: " + nothing + ". Fix: if there should be some, name their store with --records");
        }
        Fact<BuildRecord> none = absence == Absence.UNKNOWN
                ? Fact.refused("there is no build record of it in " + place, FactSource.RECORD)
                : Fact.unknown(nothing);
        return Collections.nCopies(found.size(), none);
    }

    private static boolean isAbsent(Fact<BuildRecord> record) {
        return !record.isKnown() && !record.isRefused();
    }

    private static boolean isEmpty(RecordStore store) throws IOException {
        return store.objects().list("", A_PAGE).isEmpty();
    }

    /**
     * Refused where there is a record that can't be used, unlike one that is not there: whether it is missing is not known then.
     */
    private static Fact<BuildRecord> record(RecordStore store, Digest image) {
        try {
            Optional<BuildRecord> found = store.of(image).filter(r -> r.digest().equals(Optional.of(image)));
            return found.map(record -> Fact.known(record, FactSource.RECORD))
                    .orElseGet(() -> Fact.unknown(store.objects().place() + " has no record of it"));
        } catch (IOException | FormatException e) {
            return Fact.refused(String.valueOf(e.getMessage()), FactSource.RECORD);
        }
    }

    Fact<BuildRecord> of(Digest image) {
        return byImage.get(image);
    }
}
