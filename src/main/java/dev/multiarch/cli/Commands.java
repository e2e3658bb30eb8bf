package dev.multiarch.cli;

import dev.multiarch.cli.console.Command;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.doctor.DoctorCommand;
import java.util.List;
import java.util.Optional;

/** The commands by the word that picks them, in the one order of help, messages and documents. */
public final class Commands {
    /** Under which heading help shows a command; the headings and the commands below them begin with the most used. */
    enum Group {
        JUDGE("Look at images"),
        BUILD("Build and publish"),
        HOST("Hosts"),
        TRY("Try it out, and your shell"),
        /** Help leaves these out: action.yml and the launcher call them, people do not. */
        INTERNAL("");

        private final String heading;

        Group(String heading) {
            this.heading = heading;
        }

        String heading() {
            return heading;
        }

        static List<Group> shown() {
            return List.of(JUDGE, BUILD, HOST, TRY);
        }
    }

    /** @param summary ends the sentence that begins with the name */
    public record Entry(String name, Group group, String summary) {
        public boolean hidden() {
            return group == Group.INTERNAL;
        }
    }

    private static final List<Entry> ALL = List.of(
            new Entry("verify-index", Group.JUDGE, "judges a published image against policies"),
            new Entry("inspect", Group.JUDGE, "shows what is in an image, and what a client on a platform pulls"),
            new Entry("smoke", Group.JUDGE, "runs a command in the image of each platform, on a builder"),
            new Entry("policy", Group.JUDGE, "explains rules; checks and shows policy files"),
            new Entry("why", Group.JUDGE, "shows when a tag moved, from and to what, and by which verdict"),
            new Entry("history", Group.JUDGE, "shows how long the last builds of an image took, by platform"),
            new Entry("timing", Group.JUDGE, "shows where the time of one build went, leg by leg"),
            new Entry("ship", Group.BUILD, "does all steps on this host: plan, build, merge, judge, promote"),
            new Entry("plan", Group.BUILD, "makes the plan of a build: one leg for each platform, with its runner"),
            new Entry("build", Group.BUILD, "builds one leg, pushes it by digest and writes its record"),
            new Entry("merge", Group.BUILD, "merges the planned legs, judges the result, then moves the tags"),
            new Entry("promote", Group.BUILD, "judges an index that was pushed by digest, then moves tags to it"),
            new Entry("rebuild", Group.BUILD, "plans exactly the stale platforms of published images, and says why"),
            new Entry("advise", Group.BUILD, "finds what keeps a Dockerfile from building well for several platforms"),
            new Entry("record", Group.BUILD, "takes in a leg that another program built and pushed"),
            new Entry("records", Group.BUILD, "lists, shows, copies and removes build records"),
            new Entry("status", Group.BUILD, "reports a verdict to GitHub: status, check run, comment, issue"),
            new Entry("doctor", Group.HOST, "looks at a host and proves emulation; explains messages; sets it up"),
            new Entry("demo", Group.TRY, "shows how it works, in one process, without Docker and network"),
            new Entry("registry", Group.TRY, "runs a small registry on this machine"),
            new Entry("completion", Group.TRY, "prints a script that completes commands and options in your shell"),
            new Entry("action", Group.INTERNAL, "runs the command that the inputs of action.yml name"),
            new Entry("login", Group.INTERNAL, "logs docker in to the image's registry, for action.yml"),
            new Entry("training", Group.INTERNAL, "loads what commands load, for an archive of classes"));

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
            case "smoke" -> new SmokeCommand(console);
            case "promote" -> new PromoteCommand(console);
            case "why" -> new WhyCommand(console);
            case "history" -> new HistoryCommand(console);
            case "timing" -> new TimingCommand(console);
            case "record" -> new RecordCommand(console);
            case "records" -> new RecordsCommand(console);
            case "ship" -> new ShipCommand(console);
            case "rebuild" -> new RebuildCommand(console);
            case "status" -> new StatusCommand(console);
            case "advise" -> new AdviseCommand(console);
            case "doctor" -> new DoctorCommand(console);
            case "policy" -> new PolicyCommand(console);
            case "demo" -> new DemoCommand(console);
            case "registry" -> new RegistryCommand(console);
            case "completion" -> new CompletionCommand(console);
            case "action" -> ActionCommands.action(console);
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
