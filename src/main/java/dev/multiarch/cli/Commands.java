package dev.multiarch.cli;

import dev.multiarch.cli.console.Command;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.doctor.DoctorCommand;
import java.util.List;
import java.util.Optional;

/** The commands by the word that picks them, in the order in which an image goes through them. */
public final class Commands {
    /** @param hidden whether help leaves it out: it is called by action.yml, not by people */
    public record Entry(String name, String summary, boolean hidden) {}

    private static final List<Entry> ALL = List.of(
            new Entry("plan", "makes the plan of a build: a leg a platform, each with its runner", false),
            new Entry("build", "builds one leg, pushes it by digest and leaves its record", false),
            new Entry("merge", "merges the planned legs, judges the result, then moves the tags", false),
            new Entry("verify-index", "judges a published image against policies", false),
            new Entry("inspect", "shows what is in an image, and what a client on some platform takes", false),
            new Entry("promote", "judges an index that was pushed by digest, then moves tags to it", false),
            new Entry("why", "shows when a tag moved, from and to what, and on whose word", false),
            new Entry("ship", "the whole line on this host: plan, build, merge, judge, promote", false),
            new Entry("status", "tells GitHub what a verdict says: status, check run and comment", false),
            new Entry("doctor", "looks at a host and proves emulation; explains messages; sets it up", false),
            new Entry("policy", "explains rules; checks and shows policy files", false),
            new Entry("demo", "shows in one process what this is for; needs nothing", false),
            new Entry("registry", "a small registry on this machine, for trying things out", false),
            new Entry("action", "runs the command that the inputs of action.yml ask for", true),
            new Entry("login", "logs docker in to the image's registry, for action.yml", true),
            new Entry("training", "loads what commands load, for an archive of classes", true));

    private Commands() {}

    static List<Entry> all() {
        return ALL;
    }

    /** A switch rather than a table of constructors: each of those would load its command's class, whichever is called. */
    public static Command make(Entry entry, Console console) {
        return switch (entry.name()) {
            case "plan" -> new PlanCommand(console);
            case "build" -> new BuildCommand(console);
            case "merge" -> new MergeCommand(console);
            case "verify-index" -> new VerifyIndexCommand(console);
            case "inspect" -> new InspectCommand(console);
            case "promote" -> new PromoteCommand(console);
            case "why" -> new WhyCommand(console);
            case "ship" -> new ShipCommand(console);
            case "status" -> new StatusCommand(console);
            case "doctor" -> new DoctorCommand(console);
            case "policy" -> new PolicyCommand(console);
            case "demo" -> new DemoCommand(console);
            case "registry" -> new RegistryCommand(console);
            case "action" -> OtherCommands.action(console);
            case "login" -> new LoginCommand(console);
            case "training" -> new TrainingCommand(console);
            default -> throw new IllegalStateException("no command " + entry.name());
        };
    }

    /** The words that people type, for documents and tests. */
    public static List<String> names() {
        return ALL.stream().filter(entry -> !entry.hidden()).map(Entry::name).toList();
    }

    public static Optional<Entry> named(String word) {
        return ALL.stream().filter(entry -> entry.name().equals(word)).findFirst();
    }
}
