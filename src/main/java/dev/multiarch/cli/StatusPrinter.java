package dev.multiarch.cli;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.options.Format;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.github.CommitStatus;
import dev.multiarch.github.Event;
import dev.multiarch.github.KeptIssue;
import dev.multiarch.json.Json;
import dev.multiarch.text.Printable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What {@code status} answers. */
final class StatusPrinter {
    private StatusPrinter() {}

    static void print(
            Console console,
            OutputOptions output,
            Event event,
            List<CommitStatus> all,
            List<CommitStatus> told,
            Optional<KeptIssue.Kept> issue)
            throws IOException {
        if (output.format() == Format.JSON) {
            Map<String, Object> root = new LinkedHashMap<>();
            root.put("schema", "dev.multiarch.status/v1");
            root.put("repository", event.repository());
            root.put("commit", event.sha());
            root.put(
                    "statuses",
                    all.stream()
                            .map(status -> json(status, told.contains(status)))
                            .toList());
            issue.ifPresent(kept -> root.put("issue", json(kept)));
            output.answer(console, Json.write(root));
            return;
        }
        var text = new StringBuilder();
        for (CommitStatus status : all) {
            String state = told.contains(status) ? status.state().toString() : "not set";
            text.append(String.format("%-8s ", state)).append(Printable.line(status.context()));
            text.append(": ").append(status.description()).append('\n');
        }
        text.append(all.isEmpty() ? "no status" : told.size() + " of " + all.size())
                .append(" on ");
        text.append(event.repository()).append(' ').append(event.sha()).append('\n');
        issue.ifPresent(kept -> text.append("issue ")
                .append(kept.number())
                .append(": ")
                .append(word(kept))
                .append('\n'));
        output.answer(console, text.toString());
    }

    private static Map<String, Object> json(KeptIssue.Kept issue) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("number", (long) issue.number());
        json.put("state", word(issue));
        return json;
    }

    private static String word(KeptIssue.Kept issue) {
        return issue.state().name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> json(CommitStatus status, boolean told) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("context", status.context());
        json.put("state", status.state().toString());
        json.put("description", status.description());
        json.put("set", told);
        return json;
    }
}
