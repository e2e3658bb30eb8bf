package dev.multiarch.cli.options;

import dev.multiarch.cli.console.Console;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.record.ObjectStore;
import dev.multiarch.record.stores.RegistryStore;
import dev.multiarch.step.IntentPlace;
import dev.multiarch.step.Session;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/** Where merges that move the same tag leave word for each other. */
public final class IntentOptions {
    /** Where. */
    enum Where {
        RECORDS,
        REGISTRY,
        NONE
    }

    private static final String FOLDER = "_intents/";
    private static final String UNSEEN = "calls that move the same tag at the same time do not notice each other";

    private static final String APART =
            ". Let one at a time move a tag (in a workflow of GitHub: concurrency), or give --intents registry";

    private final OptionSpec intents = Options.choice(
            "--intents",
            Where.RECORDS,
            "Where merges of the same tag find each other, so that the newest ends up under it: next to the records"
                    + " (default), as tags multiarch-intent-… of the repository (registry), or nowhere (none), where"
                    + " something else keeps them apart.",
            List.of(Where.values()));

    /** The option itself, for the group that it belongs to. */
    public OptionSpec option() {
        return intents;
    }

    /** @param records empty where no store is named */
    public IntentPlace place(Console console, Session tools, Optional<ObjectStore> records) {
        Where where = intents.getValue();
        if (where == Where.REGISTRY) {
            return new AmongTags(tools);
        }
        if (where == Where.NONE || records.isEmpty()) {
            String why = where == Where.NONE ? "because of --intents none" : "as no store of records is named";
            return IntentPlace.none(UNSEEN + ", " + why + APART);
        }
        if (records.get().isLocal() && isOfThisJobAlone(console, records.get())) {
            return IntentPlace.none(
                    UNSEEN + ", as other jobs do not see " + records.get().place() + APART);
        }
        return new NextToRecords(records.get());
    }

    /** In CI each job has a separate working directory. */
    private static boolean isOfThisJobAlone(Console console, ObjectStore store) {
        Path here = console.directory().toAbsolutePath().normalize();
        return !console.environment().getOrDefault("CI", "").isEmpty()
                && console.path(store.place()).toAbsolutePath().normalize().startsWith(here);
    }

    /** A folder for each tag: tags of several registries may meet in one store. */
    private record NextToRecords(ObjectStore store) implements IntentPlace {
        @Override
        public Optional<Folder> of(Reference tag) {
            return Optional.of(new Folder(store, FOLDER + key(tag.orLatest().toString()) + "/"));
        }

        @Override
        public Optional<String> gap() {
            return Optional.empty();
        }
    }

    /** In the tag's own repository, under whichever name a writer knows the registry. */
    private record AmongTags(Session tools) implements IntentPlace {
        @Override
        public Optional<Folder> of(Reference tag) {
            String name = tag.repository() + ":" + tag.orLatest().tag().orElseThrow();
            var store = RegistryStore.ofIntents(tools.registry(), tag.repositoryOnly(), tools.progress());
            return Optional.of(new Folder(store, key(name) + "/"));
        }

        @Override
        public Optional<String> gap() {
            return Optional.empty();
        }
    }

    private static String key(String text) {
        return Digest.of(text.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 32);
    }
}
