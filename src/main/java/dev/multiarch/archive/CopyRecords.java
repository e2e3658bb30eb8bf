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
import java.util.Map;
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
        Set<String> named = named();
        // The oldest first, so that the first record of an image gets a name that is missing here. Before all of them
        // those that
        // have the name of their image, so that of several of one image the same has it there as here. A record that is
        // refused
        // gets none.
        List<StoredRecord> oldest = new ArrayList<>(holdings.records());
        Collections.reverse(oldest);
        Map<Boolean, List<StoredRecord>> parts =
                oldest.stream().collect(Collectors.partitioningBy(record -> named.contains(record.key())));
        List<One> results = new ArrayList<>();
        for (boolean first : new boolean[] {true, false}) {
            results.addAll(AtOnce.map(parts.get(first), StoredRecords.AT_ONCE, record -> {
                One one = copy(record.key());
                status.accept("copied " + done.incrementAndGet() + " of " + all + " records");
                return one;
            }));
        }
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

    /** The keys of the records that have the names of their images. */
    private Set<String> named() throws IOException {
        List<String> names = from.objects().list(RecordNames.IMAGE, Integer.MAX_VALUE);
        return AtOnce.map(names, StoredRecords.AT_ONCE, this::pointer).stream()
                .flatMap(Optional::stream)
                .map(RecordPointer::key)
                .collect(Collectors.toSet());
    }

    private Optional<RecordPointer> pointer(String name) throws IOException {
        try {
            return from.objects().get(name).flatMap(RecordPointer::read);
        } catch (FormatException other) {
            return Optional.empty(); // this is something else
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
