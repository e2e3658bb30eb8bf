package dev.multiarch.record;

import dev.multiarch.concurrent.AtOnce;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Build records in a store, each under its key, {@code <plan id>/<platform slug>/<attempt>.json}, and under the small names of
 * {@link RecordNames}. The record comes first: if a writer is ended before its names are there, nothing is lost that a merge needs.
 */
public final class RecordStore implements AutoCloseable {
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_.-]{0,127}";
    private static final Pattern PLAN = Pattern.compile(NAME);
    private static final Pattern KEY = Pattern.compile(NAME + "/" + NAME + "/[1-9][0-9]{0,8}\\.json");

    private static final String DAMAGED =
            ". Fix: copy it again if another store has it, or remove it and build that leg again";

    /** No plan has as many legs and attempts. */
    private static final int MOST_OF_A_PLAN = 10_000;

    /** Of an image that each nightly build takes from the cache. */
    private static final int MOST_OF_AN_IMAGE = 50;

    /** Reads at once from a store that is not on this machine. */
    private static final int AT_ONCE = 24;

    private final ObjectStore objects;
    private final StoredNames names;

    /** @param warnings gets a sentence where a record is kept but can't be found by a small name */
    public RecordStore(ObjectStore objects, Consumer<String> warnings) {
        this.objects = objects;
        this.names = new StoredNames(objects, warnings);
    }

    /** Where other small objects go that share this store with the records. */
    public ObjectStore objects() {
        return objects;
    }

    /** Whether it is a folder on this machine. */
    public boolean isLocal() {
        return objects.isLocal();
    }

    public static boolean isPlan(String text) {
        return PLAN.matcher(text).matches();
    }

    public static boolean isKey(String name) {
        return KEY.matcher(name).matches();
    }

    /**
     * @throws FileAlreadyExistsException if there is another one under its key; it stays as it is
     * @throws IOException if it can't be written
     */
    public void put(BuildRecord record) throws IOException {
        put(record, record.write());
    }

    /**
     * The same, for a record that was read.
     *
     * @param bytes it was read from
     * @return whether it is new
     */
    public boolean put(BuildRecord record, byte[] bytes) throws IOException {
        boolean written = objects.put(checked(record.key()), bytes);
        names.put(record, Digest.of(bytes));
        return written;
    }

    /**
     * Its small names first: what is left of a removal that broke off is a record that can be removed again.
     *
     * @param heir the first of the other records of its image, which is found by the image from now on; empty where none is left
     * @throws IOException if the store does not remove it
     */
    public void remove(BuildRecord record, Optional<RecordPointer> heir) throws IOException {
        names.remove(record, heir);
        objects.delete(record.key());
    }

    /** The keys of one plan, ordered; none where the plan is unknown. */
    public List<String> keys(String planId) throws IOException {
        if (!isPlan(planId)) {
            throw new FormatException("plan id \"" + planId + "\" is malformed");
        }
        List<String> keys = objects.list(planId + "/", Integer.MAX_VALUE).stream()
                .filter(RecordStore::isKey)
                .toList();
        if (keys.size() > MOST_OF_A_PLAN) {
            throw new FileSystemException(
                    objects.place(), null, "holds more than " + MOST_OF_A_PLAN + " records of plan " + planId);
        }
        return keys;
    }

    /** The keys of all records, ordered. */
    public List<String> keys() throws IOException {
        return objects.list("", Integer.MAX_VALUE).stream()
                .filter(RecordStore::isKey)
                .toList();
    }

    /** The bytes of a record. */
    public byte[] get(String key) throws IOException {
        return objects.get(checked(key)).orElseThrow(() -> missing(key));
    }

    private FileSystemException missing(String key) {
        return new FileSystemException(
                objects.place() + "/" + key,
                null,
                "there is no such record. Fix: records list names those that are there");
    }

    /**
     * @throws FormatException if it is malformed, or is of another platform or attempt than its key says
     */
    public BuildRecord read(String key) throws IOException {
        return read(key, get(key));
    }

    /** @param bytes what {@link #get} answered for the key */
    public BuildRecord read(String key, byte[] bytes) {
        BuildRecord record;
        try {
            record = BuildRecord.read(bytes, "record " + key);
        } catch (FormatException e) {
            throw e.getMessage().contains("Fix: ") ? e : new FormatException(e.getMessage() + DAMAGED);
        }
        if (!key.endsWith(record.key().substring(record.plan().length()))) {
            throw new FormatException("record " + key + ": it says that it is " + record.key()
                    + ". Fix: remove it, and build that leg again");
        }
        return record;
    }

    /**
     * All records of one plan, in the order of their keys.
     *
     * @throws FormatException as {@link #read}
     */
    public List<BuildRecord> records(String planId) throws IOException {
        return read(keys(planId));
    }

    /** Several records at once, in this order. */
    public List<BuildRecord> read(List<String> keys) throws IOException {
        return atOnce(keys, this::read);
    }

    private <R> List<R> atOnce(List<String> keys, AtOnce.Work<String, R, IOException> work) throws IOException {
        return AtOnce.map(keys, objects.isLocal() ? 1 : AT_ONCE, work);
    }

    /** As {@link #read}; empty where there is no such record. */
    public Optional<BuildRecord> find(String key) throws IOException {
        return objects.get(checked(key)).map(bytes -> read(key, bytes));
    }

    /** The slugs of the platforms of which an image has records. */
    public List<String> platforms(String image) throws IOException {
        return objects.folders(RecordNames.folder(image));
    }

    /** What is known of the last records of an image's platform without reading them: the newest first. */
    public List<RecordNames.Recent> recent(String image, Platform platform, int most) throws IOException {
        return recent(image, platform.slug(), most);
    }

    /** @param slug of the platform */
    public List<RecordNames.Recent> recent(String image, String slug, int most) throws IOException {
        return objects.list(RecordNames.folder(image) + slug + "/", most).stream()
                .flatMap(name -> RecordNames.recent(name).stream())
                .toList();
    }

    /**
     * The first record of a leg that resulted in this image manifest; empty where the store has none, or no longer.
     *
     * @throws FormatException if what is said to be one is none
     */
    public Optional<BuildRecord> of(Digest image) throws IOException {
        Optional<BuildRecord> told = told(image);
        if (told.isPresent()) {
            return told;
        }
        Optional<String> key = names.of(image);
        return key.isEmpty() ? Optional.empty() : find(key.get());
    }

    /** Anybody who can push may say of anything that it is a record of an image: what is none keeps no other from being found. */
    private Optional<BuildRecord> told(Digest image) throws IOException {
        List<ReadableRecord> all = readable(
                objects.about(image).stream().sorted().limit(MOST_OF_AN_IMAGE).toList());
        Optional<BuildRecord> first = all.stream()
                .flatMap(each -> each.record().stream())
                .filter(record -> record.digest().equals(Optional.of(image)))
                .min(Comparator.comparing(BuildRecord::finished));
        Optional<String> problem = all.stream()
                .map(ReadableRecord::problem)
                .filter(why -> !why.isEmpty())
                .findFirst();
        if (first.isEmpty() && problem.isPresent()) {
            throw new FormatException(problem.get());
        }
        return first;
    }

    /** Several records at once, in this order, whatever some of them hold. */
    public List<ReadableRecord> readable(List<String> keys) throws IOException {
        return atOnce(keys, this::readable);
    }

    private ReadableRecord readable(String key) throws IOException {
        try {
            return new ReadableRecord(find(key), "");
        } catch (FormatException malformed) {
            return new ReadableRecord(Optional.empty(), malformed.getMessage());
        }
    }

    private static String checked(String key) {
        if (!isKey(key)) {
            throw new FormatException("record key \"" + key + "\" is malformed: expected PLAN/SLUG/ATTEMPT.json");
        }
        return key;
    }

    @Override
    public void close() {
        objects.close();
    }
}
