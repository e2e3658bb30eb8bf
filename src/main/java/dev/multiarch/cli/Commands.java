package dev.multiarch.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The commands by the word that picks them, in the order in which an image goes through them. */
public final class Commands {
    /** @param hidden whether help leaves it out: it is called by action.yml, not by people */
    record Entry(String name, String summary, Function<Console, Command> maker, boolean hidden) {}

    private static final List<Entry> ALL = List.of(
            new Entry(
                    "plan",
                    "makes the plan of a build: a leg a platform, each with its runner",
                    PlanCommand::new,
                    false),
            new Entry("build", "builds one leg, pushes it by digest and leaves its record", BuildCommand::new, false),
            new Entry(
                    "merge",
                    "merges the planned legs, judges the result, then moves the tags",
                    MergeCommand::new,
                    false),
            new Entry("verify-index", "judges a published image against policies", VerifyIndexCommand::new, false),
            new Entry("promote", "moves tags to an index that is published by digest", PromoteCommand::new, false),
            new Entry(
                    "ship", "the whole line on this host: plan, build, merge, judge, promote", ShipCommand::new, false),
            new Entry("demo", "shows in one process what this is for; needs nothing", DemoCommand::new, false),
            new Entry(
                    "registry", "a small registry on this machine, for trying things out", RegistryCommand::new, false),
            new Entry("action", "runs the command that the inputs of action.yml ask for", ActionCommand::new, true),
            new Entry("training", "loads what commands load, for an archive of classes", TrainingCommand::new, true));

    private Commands() {}

    static List<Entry> all() {
        return ALL;
    }

    /** The words that people type, for documents and tests. */
    public static List<String> names() {
        return ALL.stream().filter(entry -> !entry.hidden()).map(Entry::name).toList();
    }

    static Optional<Entry> named(String word) {
        return ALL.stream().filter(entry -> entry.name().equals(word)).findFirst();
    }
}
