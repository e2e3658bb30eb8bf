package dev.multiarch.cli;

import dev.multiarch.archive.CopyRecords;
import dev.multiarch.archive.PruneRecords;
import dev.multiarch.archive.Selection;
import dev.multiarch.archive.StoredRecords;
import dev.multiarch.cli.console.Command;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.ExitCode;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.options.Format;
import dev.multiarch.cli.options.Options;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.cli.options.Records;
import dev.multiarch.cli.options.SelectionOptions;
import dev.multiarch.cli.options.ToolOptions;
import dev.multiarch.json.Json;
import dev.multiarch.json.SafeJson;
import dev.multiarch.record.RecordStore;
import dev.multiarch.step.Session;
import dev.multiarch.text.Nearest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

final class RecordsCommand implements Command {
    static final List<String> VERBS = List.of("list", "show", "copy", "prune");

    private static final Duration BUDGET = Duration.ofHours(2);

    private final Console console;
    private final SelectionOptions selection = new SelectionOptions();
    private final ToolOptions registries = new ToolOptions();
    private final OutputOptions output = new OutputOptions();

    private final PositionalParamSpec verb =
            Options.operand(String.join("|", VERBS), "What to do.", VERBS.toArray(String[]::new));

    private final PositionalParamSpec operands = PositionalParamSpec.builder()
            .paramLabel("KEY|STORE")
            .description("With show: keys as list prints them. With copy: two stores.")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .index("1..*")
            .arity("0..*")
            .initialValue(List.of())
            .build();

    private final OptionSpec records = Records.option();

    private final OptionSpec keep =
            Options.number("--keep", "N", "With prune: keep the N newest records of each platform of each image.");

    private final OptionSpec dry =
            Options.flag("--dry-run", "With prune: remove nothing, and list what would be removed.");

    RecordsCommand(Console console) {
        this.console = console;
    }

    @Override
    public CommandSpec spec() {
        return Options.command(
                        """
                        Looks at the build records of a store, copies and removes them.

                          list            the records, the newest first
                          show KEY…       whole records, as they were written
                          copy FROM TO    to another store, byte for byte; may be called again after it broke off
                          prune           removes old records, but keeps those of images that have a tag""",
                        "multiarch records list --image ghcr.io/org/app --platform linux/arm64",
                        "multiarch records show 4711/linux-arm64/1.json --records oci://ghcr.io/org/app-records",
                        "multiarch records copy .multiarch/records gs://bucket/records",
                        "multiarch records prune --older-than 365d --keep 100 --dry-run")
                .addPositional(verb)
                .addPositional(operands)
                .addMixin("Store", Options.group(records))
                .addMixin(SelectionOptions.HEADING, selection.spec(keep, dry))
                .addMixin(ToolOptions.HEADING, registries.spec())
                .addMixin(OutputOptions.HEADING, output.spec());
    }

    @Override
    public int run(List<String> rest) throws Exception {
        output.requireNoMatrix();
        String word = verb.getValue();
        if (!word.equals("prune") && (Options.given(keep).isPresent() || dry())) {
            throw new UsageException(
                    "--keep and --dry-run belong to records prune. Fix: leave them out, or write records prune");
        }
        Session tools = registries.tools(console, output, BUDGET);
        try (var status = new StatusLine(console, output)) {
            tools.telling(status);
            return switch (word) {
                case "list" -> list(tools);
                case "show" -> show(tools);
                case "copy" -> copy(tools);
                case "prune" -> prune(tools);
                default ->
                    throw new UsageException("records has no subcommand \"" + word + "\". " + Nearest.hint(word, VERBS)
                            + " Fix: multiarch records --help");
            };
        }
    }

    private List<String> operands() {
        return operands.getValue();
    }

    private boolean dry() {
        return dry.getValue();
    }

    private void take(String what, boolean good) throws UsageException {
        if (!good) {
            throw new UsageException("records " + verb.getValue() + " takes " + what + ", found "
                    + operands().size() + ". Fix: multiarch records --help");
        }
    }

    private int list(Session tools) throws IOException, UsageException {
        take("no operand", operands().isEmpty());
        Selection meant = selection.selection();
        try (RecordStore store = Records.existing(console, tools, records.getValue())) {
            StoredRecords found = StoredRecords.of(store, meant);
            if (output.format() == Format.JSON) {
                output.answer(console, found.json());
            } else {
                output.answer(console, found.text());
            }
            return told(found.problems());
        }
    }

    private int show(Session tools) throws IOException, UsageException {
        take("at least one key", !operands().isEmpty());
        try (RecordStore store = Records.existing(console, tools, records.getValue())) {
            var answer = new ByteArrayOutputStream();
            for (String key : operands()) {
                answer.write(store.get(key));
            }
            output.answer(console, SafeJson.of(answer.toByteArray()));
            return ExitCode.FINE;
        }
    }

    private int copy(Session tools) throws IOException, UsageException {
        take("two stores", operands().size() == 2);
        try (RecordStore from = Records.named(console, tools, operands().get(0));
                RecordStore to = Records.store(console, tools, operands().get(1))) {
            StoredRecords found = StoredRecords.of(from, selection.selection());
            CopyRecords.Copied copied = new CopyRecords(from, to, tools.status()).run(found);
            if (copied.layouts() > 0) {
                tools.progress()
                        .accept("warning: " + copied.layouts()
                                + " of them are of legs in OCI layouts, which are not copied");
            }
            Map<String, Object> counts = new LinkedHashMap<>();
            counts.put("copied", copied.copied());
            counts.put("there", copied.there());
            String text = "copied: " + copied.copied() + ", already there: " + copied.there() + ", not copied: "
                    + copied.problems().size() + " (" + to.objects().place() + ")\n";
            return answer("records-copy", counts, text, copied.problems());
        }
    }

    private int prune(Session tools) throws IOException, UsageException {
        take("no operand", operands().isEmpty());
        Optional<Integer> most = Options.given(keep);
        if (most.filter(n -> n < 0).isPresent()) {
            throw new UsageException("--keep " + most.get() + ": expected a number from 0. Fix: --keep 20");
        }
        if (most.isEmpty() && !selection.isByAge()) {
            throw new UsageException(
                    "records prune would remove every record that no image names. Fix: give --older-than"
                            + " AGE, --keep N, or both");
        }
        try (RecordStore store = Records.existing(console, tools, records.getValue())) {
            StoredRecords found = StoredRecords.of(store, selection.selection());
            PruneRecords.Pruned pruned =
                    new PruneRecords(store, tools.registry(), tools.status()).run(found, most.orElse(0), dry());
            Map<String, Object> lists = new LinkedHashMap<>();
            lists.put("dryRun", dry());
            lists.put("removed", pruned.removed());
            lists.put("named", pruned.named());
            var text = new StringBuilder();
            pruned.removed()
                    .forEach(key -> text.append(dry() ? "would remove  " : "removed  ")
                            .append(key)
                            .append('\n'));
            text.append(dry() ? "would be removed: " : "removed: ")
                    .append(pruned.removed().size())
                    .append(", kept as an image names them: ")
                    .append(pruned.named().size())
                    .append('\n');
            return answer("records-prune", lists, text.toString(), pruned.problems());
        }
    }

    private int answer(String schema, Map<String, Object> members, String text, List<String> problems)
            throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", "dev.multiarch." + schema + "/v1");
        json.putAll(members);
        json.put("problems", new ArrayList<>(problems));
        if (output.format() == Format.JSON) {
            output.answer(console, Json.write(json));
        } else {
            output.answer(console, text);
        }
        return told(problems);
    }

    private int told(List<String> problems) {
        problems.forEach(console::error);
        return problems.isEmpty() ? ExitCode.FINE : ExitCode.FAILED;
    }

    @Override
    public boolean verbose() {
        return output.verbose();
    }
}
