package dev.multiarch.report;

import dev.multiarch.host.diagnosis.Diagnoses;
import dev.multiarch.host.diagnosis.Diagnosis;
import dev.multiarch.host.diagnosis.Evidence;
import dev.multiarch.host.diagnosis.Kind;
import dev.multiarch.host.diagnosis.Kinds;
import dev.multiarch.image.Platform;
import dev.multiarch.json.SafeJson;
import dev.multiarch.text.Printable;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a log shows, for people and as JSON; where nothing was recognised, what could have been. */
public final class DiagnosisReport {
    private static final String SCHEMA = "dev.multiarch.diagnosis/v1";
    private static final String NOTHING = "no known fact speaks for or against it";

    private DiagnosisReport() {}

    public static String text(Diagnoses diagnoses) {
        var out = new StringBuilder();
        diagnoses.found().forEach(diagnosis -> out.append(text(diagnosis)).append('\n'));
        if (diagnoses.dropped() > 0) {
            out.append("The first ")
                    .append(diagnoses.dropped())
                    .append(" lines were not looked at: the log is long.\n");
        }
        if (diagnoses.found().isEmpty()) {
            out.append("Nothing was recognised. What can be:\n\n");
            Kinds.ALL.forEach(kind -> out.append(String.format("  %-28s %s%n", kind.id(), kind.title())));
            out.append("\nA whole log shows more than one line of it: --explain - reads a log from standard input.\n");
        } else {
            out.append(
                            diagnoses.found().size() == 1
                                    ? "1 cause"
                                    : diagnoses.found().size() + " causes")
                    .append(" recognised\n");
        }
        return out.toString();
    }

    private static String text(Diagnosis diagnosis) {
        var out = new StringBuilder();
        String platform = diagnosis.platform().map(p -> " [" + p + "]").orElse("");
        out.append(diagnosis.id())
                .append(platform)
                .append(' ')
                .append(diagnosis.page().title())
                .append('\n');
        out.append("  line ").append(diagnosis.line().number()).append(": ");
        out.append(Printable.line(diagnosis.line().text())).append('\n');
        section(out, "Likely cause", diagnosis.page().cause());
        section(out, "How to tell", diagnosis.page().tell());
        section(out, "What to do", diagnosis.page().fix());
        out.append("  What is known here\n");
        diagnosis
                .evidence()
                .forEach(e ->
                        out.append("    ").append(word(e)).append(sentence(e)).append('\n'));
        if (diagnosis.evidence().isEmpty()) {
            out.append("    ").append(NOTHING).append('\n');
        }
        return out.toString();
    }

    private static String word(Evidence evidence) {
        return String.format("%-9s", evidence.stance().toString());
    }

    private static String sentence(Evidence evidence) {
        String learnt = evidence.learnt().map(how -> " (" + how + ")").orElse("");
        return Printable.line(evidence.fact()) + learnt;
    }

    /** Code is shown as it can be pasted, indented; the fences are removed. */
    private static void section(StringBuilder out, String heading, String markdown) {
        out.append("  ").append(heading).append('\n');
        boolean code = false;
        for (String line : markdown.split("\n", -1)) {
            if (line.startsWith("```")) {
                code = !code;
            } else if (!line.isEmpty()) {
                out.append(code ? "      " : "    ").append(line).append('\n');
            }
        }
    }

    /**
     * Schema {@code dev.multiarch.diagnosis/v1}. The sections are Markdown. {@code known} is there only if nothing
     * was recognised.
     */
    public static byte[] json(Diagnoses diagnoses) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("schema", SCHEMA);
        root.put("skippedLines", diagnoses.dropped());
        root.put(
                "diagnoses",
                diagnoses.found().stream().map(DiagnosisReport::json).toList());
        if (diagnoses.found().isEmpty()) {
            root.put("known", Kinds.ALL.stream().map(DiagnosisReport::known).toList());
        }
        return SafeJson.write(root);
    }

    private static Map<String, Object> json(Diagnosis diagnosis) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("number", diagnosis.line().number());
        line.put("text", SafeJson.text(diagnosis.line().text()));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", diagnosis.id());
        json.put("title", diagnosis.page().title());
        diagnosis.platform().map(Platform::toString).ifPresent(platform -> json.put("platform", platform));
        json.put("line", line);
        json.put("cause", diagnosis.page().cause());
        json.put("tell", diagnosis.page().tell());
        json.put("fix", diagnosis.page().fix());
        json.put(
                "evidence",
                diagnosis.evidence().stream().map(DiagnosisReport::json).toList());
        return json;
    }

    private static Map<String, Object> json(Evidence evidence) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("stance", evidence.stance().toString());
        json.put("fact", SafeJson.text(evidence.fact()));
        evidence.learnt().ifPresent(how -> json.put("learnt", how.toString()));
        return json;
    }

    private static Map<String, Object> known(Kind kind) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", kind.id());
        json.put("title", kind.title());
        return json;
    }
}
