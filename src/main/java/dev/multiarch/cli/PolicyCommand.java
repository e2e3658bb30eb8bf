package dev.multiarch.cli;

import dev.multiarch.cli.console.Command;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.ExitCode;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.options.Format;
import dev.multiarch.cli.options.Options;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.json.Json;
import dev.multiarch.policy.InvalidPolicy;
import dev.multiarch.policy.Rule;
import dev.multiarch.policy.read.PolicyFiles;
import dev.multiarch.policy.read.PolicyReader;
import dev.multiarch.policy.rules.Rules;
import dev.multiarch.report.PolicySchema;
import dev.multiarch.report.RulePage;
import dev.multiarch.text.Nearest;
import dev.multiarch.text.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

final class PolicyCommand implements Command {
    static final List<String> VERBS = List.of("explain", "check", "show", "test", "schema");

    private final Console console;
    private final OutputOptions output = new OutputOptions();

    private final PositionalParamSpec verb =
            Options.operand(String.join("|", VERBS), "What to do.", VERBS.toArray(String[]::new));

    private final PositionalParamSpec operands = PositionalParamSpec.builder()
            .paramLabel("RULE|FILE")
            .description("The rule, the files or the folder.")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .index("1..*")
            .arity("0..*")
            .initialValue(List.of())
            .completionCandidates(() -> ruleIds().iterator())
            .build();

    private final OptionSpec policy =
            Options.text("--policy", "NAME|FILE", "With test: the policy for cases that name no policy.");

    PolicyCommand(Console console) {
        this.console = console;
    }

    @Override
    public CommandSpec spec() {
        return Options.command(
                        """
                        Explains rules, and looks at policy files without judging anything.

                          explain [RULE]    what a rule means, how to set it and how to fix a finding; without RULE, all rules
                          check FILE…       shows all errors in policy files; judges nothing
                          show NAME|FILE    the policy with all that it extends, and where each value comes from
                          test DIR          runs the cases below a folder, and compares the findings
                          schema            the JSON Schema of policies, for editors""",
                        "multiarch policy explain",
                        "multiarch policy explain image.elf-machine",
                        "multiarch policy check release.yaml",
                        "multiarch policy show strict",
                        "multiarch policy test policies/tests --policy release.yaml",
                        "\n" + PolicyTests.FORMAT)
                .addPositional(verb)
                .addPositional(operands)
                .addMixin("Policies", Options.group(policy))
                .addMixin(OutputOptions.HEADING, output.spec());
    }

    @Override
    public int run(List<String> rest) throws Exception {
        output.requireNoMatrix();
        if (policy().isPresent() && !verb().equals("test")) {
            throw new UsageException("--policy belongs to policy test. Fix: multiarch policy " + verb() + " FILE");
        }
        return switch (verb()) {
            case "explain" -> operands().isEmpty() ? rules() : explain(one("rule", "RULE"));
            case "check" -> check();
            case "show" -> show(one("policy", "NAME|FILE"));
            case "test" -> test(one("folder", "DIR"));
            case "schema" -> schema();
            default ->
                throw new UsageException("policy has no subcommand \"" + verb() + "\". " + Nearest.hint(verb(), VERBS)
                        + " Fix: multiarch policy --help");
        };
    }

    private String verb() {
        return verb.getValue();
    }

    private List<String> operands() {
        return operands.getValue();
    }

    private Optional<String> policy() {
        return Options.given(policy);
    }

    private String one(String what, String label) throws UsageException {
        if (operands().size() != 1) {
            String found = operands().isEmpty() ? "none" : operands().size() + ": " + String.join(" ", operands());
            throw new UsageException("policy " + verb() + " takes one " + what + ", found " + found
                    + ". Fix: multiarch policy " + verb() + " " + label);
        }
        return operands().get(0);
    }

    private int rules() throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        var text = new StringBuilder();
        for (Rule<?> rule : Rules.ALL) {
            String summary = page(rule.id()).summary();
            rows.add(row("rule", rule.id(), "summary", summary));
            text.append(String.format("%-26s %s%n", rule.id(), summary));
        }
        text.append("\nmultiarch policy explain RULE says more. Other pages: ")
                .append(String.join(", ", RulePage.TOPICS))
                .append(".\n");
        return answer(row("schema", "dev.multiarch.rules/v1", "rules", rows), text.toString());
    }

    private int explain(String id) throws IOException, UsageException {
        List<String> ids = ruleIds();
        if (!ids.contains(id)) {
            throw new UsageException("there is no rule \"" + id + "\". " + Nearest.hint(id, ids));
        }
        RulePage page = page(id);
        return answer(row("rule", id, "page", page.markdown()), page.markdown());
    }

    /** Of all that explain knows. */
    private static List<String> ruleIds() {
        List<String> ids =
                new ArrayList<>(Rules.ALL.stream().map(rule -> rule.id()).toList());
        ids.addAll(RulePage.TOPICS);
        return ids;
    }

    private static RulePage page(String id) {
        return RulePage.of(id).orElseThrow(() -> new IllegalStateException("no page for " + id));
    }

    private int check() throws IOException, UsageException {
        if (operands().isEmpty()) {
            throw new UsageException("policy check needs policy files, found none. Fix: multiarch policy check FILE");
        }
        List<PolicyCheck> checks = operands().stream()
                .map(file -> PolicyCheck.of(file, directory()))
                .toList();
        checks.forEach(check -> check.errors().forEach(console::error));
        List<String> problems = checks.stream()
                .flatMap(check -> check.problems().stream())
                .filter(problem -> problem.place().isPresent())
                .map(problem -> Printable.line(problem.toString()))
                .toList();
        if (!problems.isEmpty()) {
            console.step().errors(problems);
        }
        List<Map<String, Object>> files = checks.stream().map(PolicyCheck::json).toList();
        String text = checks.stream().map(PolicyCheck::text).collect(Collectors.joining());
        answer(row("schema", "dev.multiarch.policy-check/v1", "files", files), text);
        return checks.stream().allMatch(PolicyCheck::isGood) ? ExitCode.FINE : ExitCode.USAGE;
    }

    private int show(String name) throws IOException, InvalidPolicy {
        String policy = PolicyReader.show(name, directory(), PolicyFiles.here());
        return answer(row("policy", name, "effective", policy), policy);
    }

    private int test(String folder) throws IOException, UsageException, InvalidPolicy {
        PolicyTests tests = new PolicyTests(directory(), policy()).run(folder);
        answer(tests.json(), tests.text());
        return tests.exitCode();
    }

    private int schema() throws IOException, UsageException {
        if (!operands().isEmpty()) {
            throw new UsageException("policy schema takes no operand, found " + String.join(" ", operands())
                    + ". Fix: multiarch policy schema");
        }
        output.answer(console, PolicySchema.print());
        return ExitCode.FINE;
    }

    private Path directory() {
        return console.directory().toAbsolutePath();
    }

    private int answer(Map<String, Object> json, String text) throws IOException {
        if (output.format() == Format.JSON) {
            output.answer(console, Json.write(json));
        } else {
            output.answer(console, text);
        }
        return ExitCode.FINE;
    }

    private static Map<String, Object> row(Object... pairs) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            row.put((String) pairs[i], pairs[i + 1]);
        }
        return row;
    }

    @Override
    public boolean verbose() {
        return output.verbose();
    }
}
