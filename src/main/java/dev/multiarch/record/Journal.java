package dev.multiarch.record;

import dev.multiarch.process.FileInput;
import dev.multiarch.process.FileOutput;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Each step of merges and promotions, before it is done and after, a line each in a file that only grows. */
public interface Journal {
    /** Nothing is kept. */
    Journal NONE = entry -> {};

    /** @throws IOException if it can't be kept */
    void add(JournalEntry entry) throws IOException;

    static Journal in(Path file) {
        return entry -> FileOutput.appendLine(file, entry.line().getBytes(StandardCharsets.UTF_8));
    }

    /** A step is written to both, also where the first one fails. */
    static Journal both(Journal one, Journal other) {
        return entry -> {
            try {
                one.add(entry);
            } finally {
                other.add(entry);
            }
        };
    }

    /**
     * What a journal holds, the oldest first.
     *
     * @param torn how many lines are not entries, such as one that was written when a machine stopped
     */
    record Held(List<JournalEntry> entries, int torn) {
        private static final int LARGEST = 64 << 20;

        /** What either of them holds; a step that both hold is there once. */
        public Held and(Held other) {
            Set<JournalEntry> all = new LinkedHashSet<>(entries);
            all.addAll(other.entries);
            List<JournalEntry> sorted = all.stream()
                    .sorted(Comparator.comparing(JournalEntry::at).thenComparing(JournalEntry::phase))
                    .toList();
            return new Held(sorted, torn + other.torn);
        }

        /** @throws IOException if it can't be read, or is larger than 64 MiB */
        public static Held read(Path file, String name) throws IOException {
            byte[] bytes = FileInput.read(file, LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new FileSystemException(name, null, "is larger than 64 MiB. Fix: move the old part elsewhere");
            }
            List<JournalEntry> entries = new ArrayList<>();
            int torn = 0;
            String text = new String(bytes, StandardCharsets.UTF_8);
            for (String line : text.split("\n")) {
                try {
                    if (!line.isBlank()) {
                        entries.add(JournalEntry.read(line.getBytes(StandardCharsets.UTF_8), name));
                    }
                } catch (FormatException malformed) {
                    torn++;
                }
            }
            return new Held(entries, torn);
        }
    }
}
