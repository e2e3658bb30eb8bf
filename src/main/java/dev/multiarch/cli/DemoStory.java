package dev.multiarch.cli;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.Terminal;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.demo.Demo;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.plan.Plan;
import dev.multiarch.policy.Outcome;
import dev.multiarch.publish.Merge;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.report.Reports;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Shows the demo to a person, step by step, while it goes on. */
final class DemoStory implements Demo.Listener {
    /** For those who want the answer alone. */
    static final Demo.Listener SILENT = new Demo.Listener() {
        @Override
        public void planned(Plan plan) {}

        @Override
        public void pushed(BuildRecord leg) {}

        @Override
        public void merged(Merge.Merged merged, Reference tag, Optional<Digest> pointsTo) {}
    };

    private final Console console;
    private final boolean colour;

    DemoStory(Console console, OutputOptions output) {
        this.console = console;
        this.colour = output.file().isEmpty() && Terminal.takesColour(console.environment());
    }

    void begin(String host) {
        tell("A registry in this process, " + host + ": nothing leaves this machine.");
        tell("Its images are staged: nobody built them. Everything else is what plan, merge and verify-index use.");
    }

    @Override
    public void planned(Plan plan) {
        boolean good = plan.id().equals("good");
        tell("");
        tell(good ? "A GOOD IMAGE" : "A BAD IMAGE: no riscv64, an x86-64 program labelled arm64, a host too old for F");
        tell("plan: " + plan.legs().size() + " legs, each built on a separate runner and pushed by digest");
    }

    @Override
    public void pushed(BuildRecord leg) {
        String how = leg.emulated().value().orElse(false) ? "emulated" : "native";
        tell(String.format(
                "  %-13s %s  %s, kernel %s",
                leg.platform(),
                leg.digest().orElseThrow().shortHex(),
                how,
                leg.host().kernel().value().orElse("?")));
    }

    @Override
    public void merged(Merge.Merged merged, Reference tag, Optional<Digest> pointsTo) {
        tell("merge: one index of these legs, pushed by digest, and judged before any tag moves");
        Reports.text(merged.verdict(), colour).lines().forEach(line -> tell("  " + line));
        String now = pointsTo.map(Digest::toString).orElse("nothing");
        tell(
                merged.verdict().outcome() == Outcome.PASS
                        ? "tag: " + tag + " now points to " + now
                        : "tag: " + tag + " still points to " + now + ": the bad image has a digest, but no tag");
    }

    /** What there is to be tried next. */
    byte[] end(Demo demo, boolean kept) {
        String tag = demo.tag().toString();
        String next = kept
                ? "The registry stays up until Ctrl-C. From another terminal:\n"
                        + "  multiarch verify-index " + tag + " --policy " + demo.policy() + "\n"
                        + "  crane manifest " + tag + "\n"
                        + "  docker buildx imagetools inspect " + tag + "\n"
                : "Next:\n"
                        + "  multiarch verify-index IMAGE              judges any published image\n"
                        + "  multiarch ship --help                     builds, merges, judges and tags one\n"
                        + "  multiarch demo --keep                     keeps this registry running\n";
        return ("\n" + next).getBytes(StandardCharsets.UTF_8);
    }

    private void tell(String line) {
        console.out().println(line);
        console.out().flush();
    }
}
