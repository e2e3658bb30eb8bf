package dev.multiarch.cli.options;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.console.Workspace;
import dev.multiarch.plan.Plan;
import dev.multiarch.record.Attempts;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.DirectoryStore;
import dev.multiarch.record.RecordStore;
import dev.multiarch.verify.RecordedFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** Opens the store that {@code --records} names. */
public final class Records {
    static final String DEFAULT = ".multiarch/records";

    private Records() {}

    public static RecordStore store(Console console, String name) throws IOException, UsageException {
        if (name.matches("[a-z]+://.*")) {
            throw new UsageException("--records " + name + ": expected a folder. Fix: name one, such as " + DEFAULT);
        }
        return new RecordStore(new DirectoryStore(Workspace.reading(console, "--records", name), name), console::say);
    }

    public static Attempts attempts(Console console, String name, Plan plan) throws IOException, UsageException {
        if (!name.equals(DEFAULT)) {
            requireFolder(console, name);
        }
        return Attempts.of(store(console, name).records(plan.id()));
    }

    /** What the records of every plan say, for an index whose plan is not known; empty where no store is named. */
    public static Optional<RecordedFacts> facts(Console console, Optional<String> name)
            throws IOException, UsageException {
        return name.isEmpty() ? Optional.empty() : Optional.of(new RecordedFacts(all(console, name.get())));
    }

    private static List<BuildRecord> all(Console console, String name) throws IOException, UsageException {
        requireFolder(console, name);
        RecordStore store = store(console, name);
        return store.read(store.keys());
    }

    private static void requireFolder(Console console, String name) throws UsageException {
        if (!Files.isDirectory(console.path(name))) {
            throw new UsageException("--records " + name + ": "
                    + (Files.exists(console.path(name)) ? "this is not a folder" : "there is no such folder")
                    + ". Fix: name the store of the build");
        }
    }
}
