package dev.multiarch.cli.options;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.console.Workspace;
import dev.multiarch.plan.Plan;
import dev.multiarch.record.Attempts;
import dev.multiarch.record.RecordStore;
import dev.multiarch.record.stores.StorePlace;
import dev.multiarch.record.stores.Stores;
import dev.multiarch.step.Session;
import dev.multiarch.verify.RecordedFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/** Opens the store that {@code --records} names. */
public final class Records {
    /** Of commands that leave records, if none is named. */
    public static final String DEFAULT = ".multiarch/records";

    /** Said of each option that names one. */
    static final String KINDS = "oci://REGISTRY/REPOSITORY, gs://BUCKET/PREFIX or a folder";

    private static final String OPTION = "--records";

    private Records() {}

    /** For a command that judges: without it facts come from elsewhere. */
    public static OptionSpec judging() {
        return Options.text(
                OPTION,
                "STORE",
                "Where build records are kept, " + KINDS
                        + "; without it host and build facts come from the index's annotations.");
    }

    /** For a command that looks at a store. */
    public static OptionSpec option() {
        return Options.text(OPTION, "STORE", DEFAULT, "Where build records are kept, " + KINDS + " (" + DEFAULT + ").");
    }

    /** A store that is to be read: a folder has to be there. */
    public static RecordStore existing(Console console, Session tools, String name) throws IOException, UsageException {
        requireFolder(console, OPTION + " ", name);
        return store(console, tools, name);
    }

    /** The same, for a command that can go on without records: the folder that nobody named may be absent. */
    public static RecordStore existingOrDefault(Console console, Session tools, String name)
            throws IOException, UsageException {
        return name.equals(DEFAULT) && !Files.exists(console.path(name))
                ? store(console, tools, name)
                : existing(console, tools, name);
    }

    /** As {@link #existing}, where it is a separate argument rather than an option's. */
    public static RecordStore named(Console console, Session tools, String name) throws IOException, UsageException {
        requireFolder(console, "", name);
        return store(console, tools, name);
    }

    /** To be asked for before work is done that ends in the store. */
    public static RecordStore store(Console console, Session tools, String name) throws IOException, UsageException {
        StorePlace place = StorePlace.parse(OPTION, name);
        Path folder =
                place instanceof StorePlace.Folder ? Workspace.reading(console, OPTION, name) : console.directory();
        var stores = new Stores(tools::registry, tools.environment(), tools.progress());
        return new RecordStore(stores.open(place, folder), tools.progress());
    }

    public static Attempts attempts(Console console, Session tools, String name, Plan plan)
            throws IOException, UsageException {
        return Attempts.of(existingOrDefault(console, tools, name).records(plan.id()));
    }

    /** What the records of a store say, for any index; empty where no store is named. */
    public static Optional<RecordedFacts> facts(Console console, Session tools, Optional<String> name)
            throws IOException, UsageException {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        requireFolder(console, OPTION + " ", name.get());
        return Optional.of(RecordedFacts.in(store(console, tools, name.get()), tools.progress()));
    }

    /** Whether this is a folder on this machine. */
    public static boolean isFolder(String name) {
        return StorePlace.parse(OPTION, name) instanceof StorePlace.Folder;
    }

    private static void requireFolder(Console console, String option, String name) throws UsageException {
        if (isFolder(name) && !Files.isDirectory(console.path(name))) {
            throw new UsageException(option + name + ": "
                    + (Files.exists(console.path(name)) ? "this is not a folder" : "there is no such folder")
                    + ". Fix: name the folder or the store that has the build records");
        }
    }
}
