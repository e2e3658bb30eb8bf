package dev.multiarch.registry.embedded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Keeps everything in the heap, and refuses what would fill it. */
final class MemoryStorage implements Storage {
    private final TreeMap<String, byte[]> entries = new TreeMap<>();
    private final long limit;
    private long used;

    /** @param limit in bytes, of all that is kept */
    MemoryStorage(long limit) {
        this.limit = limit;
    }

    @Override
    public synchronized Optional<Content> find(String key) {
        return Optional.ofNullable(entries.get(key)).map(Content::of);
    }

    @Override
    public synchronized void write(String key, byte[] bytes) throws IOException {
        delete(key);
        require(bytes.length);
        entries.put(key, bytes);
        used += bytes.length;
    }

    /** Reads without holding anybody up, as a client may take its time. */
    @Override
    public long append(String key, InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(find(key).orElse(Content.NONE).bytes());
        byte[] buffer = new byte[64 << 10];
        int count;
        while ((count = in.read(buffer)) >= 0) {
            synchronized (this) {
                require((long) bytes.size() + count);
            }
            bytes.write(buffer, 0, count);
        }
        write(key, bytes.toByteArray());
        return bytes.size();
    }

    private void require(long more) throws IOException {
        if (more > limit - used) {
            throw new IOException("the registry keeps at most " + limit + " bytes in memory. Give it a folder");
        }
    }

    @Override
    public synchronized void move(String from, String to) throws IOException {
        byte[] bytes = entries.get(from);
        if (bytes == null) {
            throw new IOException(from + " is gone");
        }
        delete(from);
        write(to, bytes);
    }

    @Override
    public synchronized boolean delete(String key) {
        byte[] old = entries.remove(key);
        used -= old == null ? 0 : old.length;
        return old != null;
    }

    @Override
    public synchronized List<String> names(String parts) {
        String prefix = parts + "/";
        var names = new TreeSet<String>();
        for (String key : entries.tailMap(prefix).keySet()) {
            if (!key.startsWith(prefix)) {
                break;
            }
            names.add(key.substring(prefix.length()).split("/", 2)[0]);
        }
        return new ArrayList<>(names);
    }
}
