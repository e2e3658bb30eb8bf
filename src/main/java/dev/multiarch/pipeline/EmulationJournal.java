package dev.multiarch.pipeline;

import dev.multiarch.image.Json;
import dev.multiarch.image.JsonObject;
import dev.multiarch.process.FileOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was registered on this host and what made room for it, in a file, so that it can be taken back later. */
public final class EmulationJournal {
    private static final String SCHEMA = "dev.multiarch.emulation/v1";
    private static final int LARGEST = 1 << 20;

    private final Path file;

    public EmulationJournal(Path file) {
        this.file = file;
    }

    /** Where each user's own lies (XDG base directories): below XDG_STATE_HOME, or {@code ~/.local/state}. */
    public static EmulationJournal of(Map<String, String> environment) {
        String named = environment.getOrDefault("XDG_STATE_HOME", "");
        Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
        // A relative one is to be ignored, says the specification.
        Path state = named.startsWith("/") ? Path.of(named) : home.resolve(".local/state");
        return new EmulationJournal(state.resolve("multiarch-action/emulation.json"));
    }

    /**
     * @param boot the boot_id of the kernel that it was told to: the next boot knows nothing of it
     * @param name of the entry
     * @param interpreter of the entry, to tell it from a later one of that name
     * @param replaced registration lines of the entries that it took the place of
     */
    record Registered(String boot, String name, String interpreter, List<String> replaced) {}

    public Path file() {
        return file;
    }

    List<Registered> read() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        byte[] bytes;
        try (var in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LARGEST);
        }
        JsonObject json = Json.read(bytes, file.toString());
        if (!json.text("schema").equals(SCHEMA)) {
            throw json.problem("schema", "expected \"" + SCHEMA + "\"");
        }
        List<Registered> all = new ArrayList<>();
        for (JsonObject row : json.objects("registered")) {
            all.add(new Registered(row.line("boot"), row.line("name"), row.line("interpreter"), row.texts("replaced")));
        }
        return all;
    }

    void add(Registered registered) throws IOException {
        List<Registered> all = new ArrayList<>(read());
        all.add(registered);
        write(all);
    }

    /** Takes the newest of that name out again. */
    void remove(String name) throws IOException {
        List<Registered> all = new ArrayList<>(read());
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i).name().equals(name)) {
                all.remove(i);
                break;
            }
        }
        write(all);
    }

    /** @throws IOException if it is unreadable, or nothing can be written next to it */
    void require() throws IOException {
        read();
        FileOutput.requireWritable(file);
    }

    void write(List<Registered> all) throws IOException {
        if (all.isEmpty()) {
            Files.deleteIfExists(file);
            return;
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Registered one : all) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("boot", one.boot());
            row.put("name", one.name());
            row.put("interpreter", one.interpreter());
            row.put("replaced", one.replaced());
            rows.add(row);
        }
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("schema", SCHEMA);
        root.put("registered", rows);
        FileOutput.replace(file, Json.write(root));
    }
}
