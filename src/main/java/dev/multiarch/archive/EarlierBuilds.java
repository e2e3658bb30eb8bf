package dev.multiarch.archive;

import dev.multiarch.concurrent.AtOnce;
import dev.multiarch.concurrent.Once;
import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.PastTimes;
import dev.multiarch.record.RecordNames;
import dev.multiarch.record.RecordStore;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How long builds took that ended before one that is judged: one listing of its image's platform, then as many reads as it takes
 * to find enough that are comparable, at most {@link PastBuilds#MOST}. A record that is not what its name says is not counted.
 */
public final class EarlierBuilds {
    private final RecordStore store;
    private final int enough;
    private final Once<String, List<RecordNames.Recent>> listings = new Once<>();
    private final Once<String, Optional<Past>> records = new Once<>();

    /** What is kept of a record. */
    private record Past(String image, Instant finished, Optional<PastTimes.Measured> time) {}

    /** @param enough comparable builds for each leg */
    public EarlierBuilds(RecordStore store, int enough) {
        this.store = store;
        this.enough = enough;
    }

    /** Unknown where the store can't be read. */
    public Fact<PastTimes> before(BuildRecord record) {
        try {
            return Fact.known(new PastTimes(measured(record)), FactSource.RECORD);
        } catch (UncheckedIOException | FormatException | IOException e) {
            String why = e instanceof UncheckedIOException wrapped
                    ? wrapped.getCause().getMessage()
                    : e.getMessage();
            return Fact.unknown("the records of earlier builds can't be read: " + why);
        }
    }

    private List<PastTimes.Measured> measured(BuildRecord record) throws IOException {
        Optional<String> basis = PastTimes.of(record).map(PastTimes.Measured::basis);
        List<PastTimes.Measured> found = new ArrayList<>();
        if (basis.isEmpty()) {
            return found;
        }
        List<String> keys = listing(record).stream()
                .filter(name -> name.finished().isBefore(record.finished()))
                .map(RecordNames.Recent::key)
                .filter(key -> !key.equals(record.key()))
                .distinct()
                .toList();
        for (int i = 0; i < keys.size() && found.size() < enough; i += enough) {
            AtOnce.map(keys.subList(i, Math.min(keys.size(), i + enough)), atOnce(), this::read).stream()
                    .flatMap(Optional::stream)
                    .filter(past -> past.image().equals(record.image()))
                    .filter(past -> past.finished().isBefore(record.finished()))
                    .flatMap(past -> past.time().stream())
                    .filter(past -> past.basis().equals(basis.get()))
                    .forEach(found::add);
        }
        return found;
    }

    private int atOnce() {
        return store.isLocal() ? 1 : StoredRecords.AT_ONCE;
    }

    private List<RecordNames.Recent> listing(BuildRecord record) throws IOException {
        return listings.get(record.image() + " " + record.platform(), () -> {
            try {
                return store.recent(record.image(), record.platform(), PastBuilds.MOST);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Empty where no record can be read. */
    private Optional<Past> read(String key) {
        return records.get(key, () -> {
            try {
                return store.find(key).map(record -> new Past(record.image(), record.finished(), PastTimes.of(record)));
            } catch (FormatException malformed) {
                return Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
