package dev.multiarch.record;

import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Keeps build records by key, {@code <plan id>/<platform slug>/<attempt>.json}; each is written once. */
public interface RecordStore {
    /**
     * @throws java.nio.file.FileAlreadyExistsException if there is one under this key; it stays as it is
     * @throws IOException if it can't be written; then nothing is there under this key
     */
    void put(String key, byte[] bytes) throws IOException;

    /** The keys of one plan, sorted; none where the plan is unknown. */
    List<String> keys(String planId) throws IOException;

    /** The plans that there are records of, sorted. */
    List<String> plans() throws IOException;

    byte[] get(String key) throws IOException;

    /**
     * All records of one plan.
     *
     * @throws FormatException if one is malformed, or is of another platform or attempt than its key says
     */
    default List<BuildRecord> records(String planId) throws IOException {
        List<BuildRecord> records = new ArrayList<>();
        for (String key : keys(planId)) {
            BuildRecord record = BuildRecord.read(get(key), "record " + key);
            if (!key.endsWith(record.key().substring(record.plan().length()))) {
                throw new FormatException("record " + key + ": it says that it is " + record.key()
                        + ". Fix: remove it, and build that leg again");
            }
            records.add(record);
        }
        return records;
    }
}
