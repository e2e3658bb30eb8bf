package dev.multiarch.publish;

import dev.multiarch.record.ObjectStore;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/**
 * A store that several writers share, as each of them sees it.
 *
 * @param before gets each step before it is done, and may do something else meanwhile
 */
record MemoryStore(SortedMap<String, byte[]> objects, Consumer<Turns.Step> before) implements ObjectStore {
    private static final String ON = "intents";

    MemoryStore() {
        this(new ConcurrentSkipListMap<>(), step -> {});
    }

    /** The same store, for another writer. */
    MemoryStore seenBy(Consumer<Turns.Step> other) {
        return new MemoryStore(objects, other);
    }

    @Override
    public String place() {
        return "memory";
    }

    @Override
    public boolean put(String name, byte[] bytes) throws IOException {
        before.accept(new Turns.Step(ON, true));
        byte[] there = objects.putIfAbsent(name, bytes);
        if (there != null && !Arrays.equals(there, bytes)) {
            throw new FileAlreadyExistsException(name);
        }
        return there == null;
    }

    @Override
    public Optional<byte[]> get(String name) {
        before.accept(new Turns.Step(ON, false));
        return Optional.ofNullable(objects.get(name));
    }

    @Override
    public List<String> list(String folder, int most) {
        before.accept(new Turns.Step(ON, false));
        return objects.keySet().stream()
                .filter(name -> name.startsWith(folder))
                .limit(most)
                .toList();
    }

    @Override
    public boolean delete(String name) {
        before.accept(new Turns.Step(ON, true));
        return objects.remove(name) != null;
    }
}
