package dev.multiarch.record;

import dev.multiarch.image.Digest;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.Optional;
import java.util.function.Consumer;

/** The small names of the records of a store, see {@link RecordNames}. */
final class StoredNames {
    private final ObjectStore objects;
    private final Consumer<String> warnings;

    /** @param warnings gets a sentence for a name that can't be written */
    StoredNames(ObjectStore objects, Consumer<String> warnings) {
        this.objects = objects;
        this.warnings = warnings;
    }

    /** Of a record that is there. */
    void put(BuildRecord record, Digest digest) {
        var pointer = new RecordPointer(digest, record.key());
        put(RecordNames.recent(record), pointer);
        if (record.built()) {
            record.digest().ifPresent(image -> put(RecordNames.of(image), pointer));
        }
    }

    private void put(String name, RecordPointer pointer) {
        try {
            objects.put(name, pointer.write());
        } catch (FileAlreadyExistsException older) {
            // the image is that of an earlier record, which counts
        } catch (IOException e) {
            warnings.accept("warning: the record is kept, but not its name " + name + ", by which history finds it: "
                    + e.getMessage());
        }
    }

    /** The key of the record that has the name of this image. */
    Optional<String> of(Digest image) throws IOException {
        return objects.get(RecordNames.of(image)).flatMap(RecordPointer::read).map(RecordPointer::key);
    }

    /** @param heir gets the name of the image, where this record has it, or had it when an earlier removal broke off */
    void remove(BuildRecord record, Optional<RecordPointer> heir) throws IOException {
        objects.delete(RecordNames.recent(record));
        if (record.digest().isEmpty()) {
            return;
        }
        String name = RecordNames.of(record.digest().get());
        Optional<byte[]> there = objects.get(name);
        boolean own = there.flatMap(RecordPointer::read)
                .filter(to -> to.key().equals(record.key()))
                .isPresent();
        if (own) {
            objects.delete(name);
        }
        if (own || there.isEmpty()) {
            heir.ifPresent(pointer -> put(name, pointer));
        }
    }
}
