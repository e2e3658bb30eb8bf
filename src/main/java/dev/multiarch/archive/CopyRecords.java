package dev.multiarch.archive;

import dev.multiarch.concurrent.AtOnce;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.RecordNames;
import dev.multiarch.record.RecordPointer;
import dev.multiarch.record.RecordStore;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Copies records from one store to another, byte for byte. What is there already is compared and stays, so a copy that broke off
 * goes on when it is called again.
 */
public final class CopyRecords {
    private final RecordStore from;
    private final RecordStore to;
    private final Consumer<String> status;

    /** @param status gets how far it has come */
    public CopyRecords(RecordStore from, RecordStore to, Consumer<String> status) {
        this.from = from;
        this.to = to;
        this.status = status;
    }

    /**
     * @param copied how many are new there
     * @param there how many were there, the same
     * @param layouts how many are of legs that are in OCI layouts next to them, which are not copied
     * @param problems a sentence for each record that was not copied
     */
    public record Copied(int copied, int there, int layouts, List<String> problems) {}

    private record One(boolean copied, boolean layout, String problem) {}

    /** @throws IOException if a store fails; what was copied until then stays */
    public Copied run(StoredRecords holdings) throws IOException {
        AtomicInteger done = new AtomicInteger();
        int all = holdings.records().size();
        Set<String> keys = holdings.records().stream().map(StoredRecord::key).collect(Collectors.toSet());
        // First of all: of an image with several records the same one has its name there as here.
        List<String> names = from.objects().list(RecordNames.IMAGE, Integer.MAX_VALUE);
        AtOnce.map(names, StoredRecords.AT_ONCE, name -> copyImageName(name, keys));
        // Then the oldest first, so that the first record of an image gets a name that is missing here.
        List<StoredRecord> oldest = new ArrayList<>(holdings.records());
        Collections.reverse(oldest);
        List<One> results = AtOnce.map(oldest, StoredRecords.AT_ONCE, holding -> {
            One one = copy(holding.key());
            status.accept("copied " + done.incrementAndGet() + " of " + all + " records");
            return one;
        });
        List<String> problems = new ArrayList<>(holdings.problems());
        results.stream().map(One::problem).filter(problem -> !problem.isEmpty()).forEach(problems::add);
        return new Copied(
                (int) results.stream().filter(One::copied).count(),
                (int) results.stream()
                        .filter(one -> !one.copied() && one.problem().isEmpty())
                        .count(),
                (int) results.stream().filter(One::layout).count(),
                problems);
    }

    /** The name of a record that is not meant is left out. */
    private boolean copyImageName(String name, Set<String> keys) throws IOException {
        try {
            Optional<byte[]> bytes = from.objects().get(name);
            boolean meant = bytes.flatMap(RecordPointer::read)
                    .filter(pointer -> keys.contains(pointer.key()))
                    .isPresent();
            return meant && to.objects().put(name, bytes.get());
        } catch (FileAlreadyExistsException | FormatException other) {
            return false; // an earlier record of that image is there, or this is something else
        }
    }

    private One copy(String key) throws IOException {
        try {
            byte[] bytes = from.get(key);
            BuildRecord record = from.read(key, bytes);
            if (!record.key().equals(key)) {
                return new One(false, false, key + ": it says that it is " + record.key() + ". Fix: remove it");
            }
            boolean copied = to.put(record, bytes);
            return new One(copied, record.layout().isPresent(), "");
        } catch (FormatException malformed) {
            return new One(false, false, malformed.getMessage());
        } catch (FileAlreadyExistsException other) {
            return new One(
                    false, false, key + ": " + to.objects().place() + " has another record of that key, which stays");
        }
    }
}
