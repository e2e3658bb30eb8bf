package dev.multiarch.record;

import dev.multiarch.concurrent.AtOnce;
import dev.multiarch.image.Digest;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * A journal in a store that runners share: each line is an object. Those of one tag, in whichever repository, are in one folder,
 * the newest first: stores list upwards only, so the time is inverted.
 */
public record SharedJournal(ObjectStore store) implements Journal {
    /** Moves that anybody looks at. */
    private static final int MOST = 1_000;

    private static final int AT_ONCE = 16;
    private static final long END_OF_TIME = 0xffff_ffff_ffffL;

    @Override
    public void add(JournalEntry entry) throws IOException {
        long inverted = END_OF_TIME - entry.at().toEpochMilli();
        String name = folder(entry.what()) + String.format(Locale.ROOT, "%012x", inverted) + "-"
                + UUID.randomUUID().toString().substring(0, 13);
        store.put(name, entry.line().getBytes(StandardCharsets.UTF_8));
    }

    /** @param what a tag with or without its repository */
    private static String folder(String what) {
        String tag = what.substring(what.lastIndexOf(':') + 1);
        return "_journal/"
                + Digest.of(tag.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 32) + "/";
    }

    /** The last steps of a tag, of any repository, the oldest first. */
    public Held read(String tag) throws IOException {
        List<String> names = store.list(folder(tag), MOST);
        List<Optional<JournalEntry>> read = AtOnce.map(names, store.isLocal() ? 1 : AT_ONCE, this::entry);
        List<JournalEntry> entries = new ArrayList<>();
        for (int i = read.size() - 1; i >= 0; i--) {
            read.get(i).ifPresent(entries::add);
        }
        return new Held(entries, read.size() - entries.size());
    }

    private Optional<JournalEntry> entry(String name) throws IOException {
        try {
            Optional<byte[]> bytes = store.get(name);
            return bytes.isEmpty() ? Optional.empty() : Optional.of(JournalEntry.read(bytes.get(), name));
        } catch (FormatException malformed) {
            return Optional.empty();
        }
    }
}
