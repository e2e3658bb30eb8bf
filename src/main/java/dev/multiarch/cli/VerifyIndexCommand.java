package dev.multiarch.cli;

import dev.multiarch.pipeline.RecordedFacts;
import dev.multiarch.pipeline.Tools;
import dev.multiarch.pipeline.Verify;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.Verdict;
import dev.multiarch.registry.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

final class VerifyIndexCommand implements Command, Options.Offered {
    private static final Duration BUDGET = Duration.ofMinutes(2);

    private final Console console;
    private final PolicyOptions policies = new PolicyOptions();
    private final ToolOptions registries = new ToolOptions();
    private final ReportOptions reports = new ReportOptions();
    private final OutputOptions output = new OutputOptions();
    private String reference;
    private Optional<String> records = Optional.empty();
    private Optional<String> nodes = Optional.empty();

    VerifyIndexCommand(Console console) {
        this.console = console;
    }

    @Override
    public void addTo(Options options) {
        options.about(
                "Judges a published multi-platform image against policies.",
                "  multiarch verify-index ghcr.io/org/app:1.2",
                "  multiarch verify-index alpine:3.22 --require linux/amd64,linux/arm64",
                "  multiarch verify-index ghcr.io/org/app@sha256:… --policy release.yaml --format json",
                "  multiarch verify-index ghcr.io/org/app:1.2 --report sarif=multiarch.sarif --report html=multiarch.html",
                "  kubectl get nodes -o json | multiarch verify-index ghcr.io/org/app:1.2 --nodes -",
                "  multiarch verify-index oci-archive:image.tar --require linux/amd64,linux/arm64",
                "  multiarch verify-index localhost:5000/app:1 --policy host --records .multiarch/records");
        options.operand(
                "REF",
                "The image: repo:tag, repo@sha256:…, oci:DIR[:tag] or oci-archive:FILE[:tag].",
                given -> reference = given);
        options.text(
                "--records",
                "STORE",
                "A folder of build records; without it host and build facts come from the index's annotations.",
                given -> records = given);
        options.text(
                "--nodes",
                "FILE",
                "What kubectl get nodes -o json prints (- for standard input): the platforms of the nodes must be there.",
                given -> nodes = given);
        policies.addTo(options);
        registries.addTo(options);
        reports.addTo(options);
        output.addTo(options);
    }

    @Override
    public int run(List<String> rest) throws Exception {
        output.requireNoMatrix();
        reports.check(console);
        List<Policy> judges = new ArrayList<>(policies.read(console));
        if (nodes.isPresent()) {
            judges.add(Policy.covering(NodesFile.read(console, nodes.get())));
        }
        Optional<RecordedFacts> facts = records.isEmpty()
                ? Optional.empty()
                : Optional.of(new RecordedFacts(Records.all(console, records.get())));
        Tools tools = registries.tools(console, output, BUDGET);
        try (Source source = registries.source(console, tools, reference)) {
            Verdict verdict = new Verify(tools).run(source, judges, facts);
            reports.write(console, verdict);
            return Answers.verdict(console, output, verdict);
        }
    }

    @Override
    public boolean verbose() {
        return output.verbose;
    }
}
