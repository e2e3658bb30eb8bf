package dev.multiarch.docs;

import dev.multiarch.cli.Commands;
import dev.multiarch.cli.Main;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.Step;
import dev.multiarch.policy.rules.Rules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The pages below docs/reference, made of what the commands, action.yml and our own pages say. */
final class DocsReference {
    static final Path FOLDER = Path.of("docs/reference");

    private static final String MADE = "<!-- Made by scripts/docs-reference. Do not edit it here. -->\n\n";
    private static final Path PAGES = Path.of("src/main/resources/dev/multiarch");
    private static final Pattern EXIT_CODE = Pattern.compile("(?m)^ +(\\d+) +(.+)$");

    private DocsReference() {}

    /** @return text by path below {@link #FOLDER} */
    static Map<String, String> pages() throws IOException {
        Map<String, String> pages = new TreeMap<>();
        pages.put("commands.md", commands());
        pages.put("action.md", action());
        pages.put("workflow.md", workflow("multiarch", "the workflow"));
        pages.put("nightly-workflow.md", workflow("nightly", "the nightly workflow"));
        pages.put("exit-codes.md", exitCodes());
        pages.put("json.md", schemas());
        List<String> rules =
                new ArrayList<>(Rules.ALL.stream().map(rule -> rule.id()).toList());
        pages.put(
                "rules.md",
                index(
                        pages,
                        "Rules",
                        "A policy enables rules. `multiarch policy explain RULE` prints the same pages.",
                        "rules",
                        PAGES.resolve("policy/rules"),
                        rules));
        for (String topic : List.of("platforms", "waivers", "immutable-tags")) {
            pages.put("policy-" + topic + ".md", MADE + Files.readString(PAGES.resolve("policy/" + topic + ".md")));
        }
        pages.put(
                "diagnoses.md",
                index(
                        pages,
                        "Diagnoses",
                        "What `multiarch doctor --explain` recognises in a message or in a log.",
                        "diagnoses",
                        PAGES.resolve("host/diagnosis"),
                        names(PAGES.resolve("host/diagnosis"))));
        return pages;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".md"))
                    .map(name -> name.substring(0, name.length() - 3))
                    .sorted()
                    .toList();
        }
    }

    /** A table of pages; the pages themselves are added to the others. */
    private static String index(
            Map<String, String> pages, String title, String about, String folder, Path from, List<String> names)
            throws IOException {
        var text = new StringBuilder(MADE + "# " + title + "\n\n" + about + "\n\n| | |\n|---|---|\n");
        for (String name : names) {
            String page = Files.readString(from.resolve(name + ".md"));
            pages.put(folder + "/" + name + ".md", MADE + page);
            String summary = page.split("\n\n")[1].replace("\n", " ").replace("|", "\\|");
            text.append("| [%s](%s/%s.md) | %s |\n".formatted(name, folder, name, summary));
        }
        return text.toString();
    }

    private static String commands() {
        var text = new StringBuilder(MADE + "# Commands\n\nWhat each command's `--help` prints.\n");
        text.append("\n```text\n").append(run("--help")).append("```\n");
        for (String name : Commands.names()) {
            text.append("\n## ").append(name).append("\n\n```text\n");
            text.append(run(name, "--help").strip()).append("\n```\n");
        }
        return text.toString();
    }

    private static String action() throws IOException {
        Map<?, ?> action = yaml("action.yml");
        return MADE + "# Inputs and outputs of the action\n\nOf `uses: org/multiarch-action@v1`.\n\n## Inputs\n\n"
                + table(action, "inputs") + "\n## Outputs\n\n" + table(action, "outputs");
    }

    private static String workflow(String file, String title) throws IOException {
        Map<?, ?> workflow = yaml(".github/workflows/" + file + ".yml");
        Map<?, ?> call = (Map<?, ?>) ((Map<?, ?>) workflow.get("on")).get("workflow_call");
        return MADE + "# Inputs and outputs of " + title + "\n\n"
                + "Of `uses: org/multiarch-action/.github/workflows/" + file + ".yml@v1`.\n\n## Inputs\n\n"
                + table(call, "inputs") + "\n## Secrets\n\n" + table(call, "secrets") + "\n## Outputs\n\n"
                + table(call, "outputs");
    }

    private static String table(Map<?, ?> all, String key) {
        boolean defaults = key.equals("inputs");
        var text = new StringBuilder(
                defaults ? "| Name | Description | Default |\n|---|---|---|\n" : "| Name | Description |\n|---|---|\n");
        ((Map<?, ?>) all.get(key)).forEach((name, row) -> {
            Map<?, ?> entry = (Map<?, ?>) row;
            String usual = String.valueOf(entry.get("default"));
            text.append("| `").append(name).append("` | ").append(entry.get("description"));
            if (defaults && Boolean.TRUE.equals(entry.get("required"))) {
                text.append(" | (required)");
            } else if (defaults) {
                text.append(" | ").append(usual.isEmpty() ? "" : "`" + usual + "`");
            }
            text.append(" |\n");
        });
        return text.toString();
    }

    private static String exitCodes() {
        var text = new StringBuilder(
                MADE + "# Exit codes\n\nThe same for every command.\n\n| Code | Meaning |\n|---|---|\n");
        String help = run("--help");
        String codes = help.substring(help.indexOf("Exit codes:"));
        Matcher code = EXIT_CODE.matcher(codes);
        while (code.find()) {
            text.append("| ")
                    .append(code.group(1))
                    .append(" | ")
                    .append(code.group(2).strip());
            text.append(" |\n");
        }
        return text + "\n130 and 143 mean that a signal ended the call: Ctrl-C, or a request to terminate.\n";
    }

    private static String schemas() throws IOException {
        var text = new StringBuilder(MADE + "# JSON output\n\n"
                + "`--format json` prints JSON. These schemas are in the repository. Members may be added within a"
                + " version, so ignore those that you do not know.\n\n| Schema | What it is |\n|---|---|\n");
        try (Stream<Path> files = Files.list(Path.of("policies"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                Map<?, ?> schema = yaml(file.toString());
                String about = Stream.of(schema.get("title"), schema.get("description"))
                        .filter(part -> part != null)
                        .map(Object::toString)
                        .collect(Collectors.joining(". "));
                text.append("| `").append(file).append("` | ").append(about).append(" |\n");
            }
        }
        return text.toString();
    }

    private static String run(String... words) {
        var bytes = new ByteArrayOutputStream();
        var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        int code = new Main(new Console(out, out, Map.of(), Path.of(""), Step.NONE)).run(List.of(words));
        String text = bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
        if (code != 0) {
            throw new IllegalStateException(String.join(" ", words) + " ended with " + code + ": " + text);
        }
        return text;
    }

    /** JSON is YAML, too. */
    private static Map<?, ?> yaml(String file) throws IOException {
        return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(Path.of(file)));
    }
}
