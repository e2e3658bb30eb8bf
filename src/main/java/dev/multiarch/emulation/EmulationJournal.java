package dev.multiarch.emulation;

import dev.multiarch.host.BinfmtEntry;
import dev.multiarch.host.Registration;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.process.FileInput;
import dev.multiarch.process.FileOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was changed in this host's binfmt_misc, in a file, so that it can be taken back later. */
public final class EmulationJournal {
    private static final String SCHEMA = "dev.multiarch.emulation/v2";
    private static final String OLD_SCHEMA = "dev.multiarch.emulation/v1";
    private static final int LARGEST = 1 << 20;

    private final Path file;

    public EmulationJournal(Path file) {
        this.file = file;
    }

    /** Where each user's own is (XDG base directories): below XDG_STATE_HOME, or {@code ~/.local/state}. */
    public static EmulationJournal of(Map<String, String> environment) {
        String named = environment.getOrDefault("XDG_STATE_HOME", "");
        Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
        // A relative one is to be ignored, says the specification.
        Path state = named.startsWith("/") ? Path.of(named) : home.resolve(".local/state");
        return new EmulationJournal(state.resolve("multiarch-action/emulation.json"));
    }

    /**
     * One change, written down before it is made.
     *
     * @param boot the boot_id of the kernel that was changed: the next boot knows nothing of it
     * @param entry that was registered; empty where only others were removed
     * @param replaced entries that it took the place of, as they were
     * @param switchedOn where binfmt_misc as a whole was switched on: the names of the entries that were there
     */
    record Change(
            String boot, Optional<BinfmtEntry> entry, List<BinfmtEntry> replaced, Optional<List<String>> switchedOn) {
        static Change registered(String boot, BinfmtEntry entry, List<BinfmtEntry> replaced) {
            return new Change(boot, Optional.of(entry), List.copyOf(replaced), Optional.empty());
        }

        static Change removed(String boot, List<BinfmtEntry> entries) {
            return new Change(boot, Optional.empty(), List.copyOf(entries), Optional.empty());
        }

        static Change switchedOn(String boot, List<BinfmtEntry> there) {
            List<String> names = there.stream().map(BinfmtEntry::name).toList();
            return new Change(boot, Optional.empty(), List.of(), Optional.of(names));
        }
    }

    public Path file() {
        return file;
    }

    List<Change> read() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        byte[] bytes;
        try (var in = FileInput.open(file)) {
            bytes = in.readNBytes(LARGEST);
        }
        JsonObject json = Json.read(bytes, file.toString());
        String schema = json.text("schema");
        if (!schema.equals(SCHEMA) && !schema.equals(OLD_SCHEMA)) {
            throw json.problem("schema", "expected \"" + SCHEMA + "\"");
        }
        List<Change> all = new ArrayList<>();
        for (JsonObject row : json.objects("registered")) {
            all.add(schema.equals(SCHEMA) ? change(row) : old(row));
        }
        return all;
    }

    private static Change change(JsonObject row) {
        return new Change(
                row.line("boot"),
                row.optionalObject("entry").map(EmulationJournal::entry),
                row.objects("replaced").stream().map(EmulationJournal::entry).toList(),
                row.has("switchedOn") ? Optional.of(row.texts("switchedOn")) : Optional.empty());
    }

    private static BinfmtEntry entry(JsonObject json) {
        return BinfmtEntry.parse(json.line("name"), json.text("file"));
    }

    /** Version 1 knew of its own entry only the interpreter, and of the others their lines. */
    private static Change old(JsonObject row) {
        var ours = new BinfmtEntry(
                row.line("name"), true, row.line("interpreter"), "", Optional.empty(), Optional.empty());
        List<BinfmtEntry> replaced = row.texts("replaced").stream()
                .map(line -> Registration.parse(line).entry())
                .toList();
        return Change.registered(row.line("boot"), ours, replaced);
    }

    void add(Change change) throws IOException {
        List<Change> all = new ArrayList<>(read());
        all.add(change);
        write(all);
    }

    /** Puts others in the place of the newest that is equal to this one. */
    void replace(Change change, List<Change> by) throws IOException {
        List<Change> all = new ArrayList<>(read());
        int at = all.lastIndexOf(change);
        if (at >= 0) {
            all.remove(at);
            all.addAll(at, by);
            write(all);
        }
    }

    /** @throws IOException if it is unreadable, or nothing can be written next to it */
    void require() throws IOException {
        read();
        FileOutput.requireWritable(file);
    }

    void write(List<Change> all) throws IOException {
        if (all.isEmpty()) {
            Files.deleteIfExists(file);
            return;
        }
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("schema", SCHEMA);
        root.put("registered", all.stream().map(EmulationJournal::json).toList());
        FileOutput.replace(file, Json.write(root));
    }

    private static Map<String, Object> json(Change change) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("boot", change.boot());
        change.entry().ifPresent(entry -> row.put("entry", json(entry)));
        row.put(
                "replaced",
                change.replaced().stream().map(EmulationJournal::json).toList());
        change.switchedOn().ifPresent(names -> row.put("switchedOn", names));
        return row;
    }

    private static Map<String, Object> json(BinfmtEntry entry) {
        return Map.of("name", entry.name(), "file", entry.text());
    }
}
