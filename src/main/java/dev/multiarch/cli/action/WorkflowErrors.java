package dev.multiarch.cli.action;

import dev.multiarch.cli.console.Annotation;
import dev.multiarch.text.Printable;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Errors of a step, as annotations ({@code ::error::}, GitHub's workflow commands) and in the job summary. GitHub shows ten
 * annotations of a step at most and drops the others, so the last one says how many there are.
 */
public final class WorkflowErrors {
    private static final int MOST = 10;

    /** In characters; GitHub cuts a message at 4,096 bytes. */
    private static final int LONGEST = 1000;

    private static final Pattern LONG_COMMAND = Pattern.compile("`([^`\\n]{120})[^`\\n]{20,}`");

    private final PrintStream err;
    private final Outputs outputs;
    private int shown;
    private int warnings;

    /** @param err the runner reads workflow commands from both streams; standard output belongs to the answer */
    public WorkflowErrors(PrintStream err, Outputs outputs) {
        this.err = err;
        this.outputs = outputs;
    }

    /** @param texts may hold what an image's or a registry's author wrote, and several lines each */
    public void add(List<String> texts) {
        annotate(texts);
        try {
            String all = texts.stream().map(Printable::text).collect(Collectors.joining("\n"));
            outputs.summary(Outputs.asIs(texts.size() == 1 ? "Error" : "Errors", all));
        } catch (IOException e) {
            err.println("warning: the errors are not in the job summary: "
                    + Printable.line(String.valueOf(e.getMessage())));
        }
    }

    /** One annotation. */
    public void warn(String text) {
        err.println("::warning::" + escaped(Printable.cut(Printable.text(text), LONGEST)));
        err.flush();
    }

    /** Annotations alone. */
    public void annotate(List<String> texts) {
        int room = MOST - shown;
        int whole = texts.size() <= room ? texts.size() : room - 1;
        for (int i = 0; i < whole; i++) {
            print(texts.get(i));
        }
        if (whole >= 0 && whole < texts.size()) {
            print("and " + (texts.size() - whole) + " more errors: see the log and the job summary");
        }
        err.flush();
    }

    /** Each next to its line; of more than GitHub shows the first. */
    public void annotateLines(List<Annotation> annotations) {
        for (Annotation each : annotations) {
            int before = each.error() ? shown++ : warnings++;
            if (before < MOST) {
                String text = Printable.text(each.text());
                err.println((each.error() ? "::error " : "::warning ")
                        + "file=" + property(each.file())
                        + ",line=" + each.line()
                        + ",col=" + each.column()
                        + ",title=" + property(each.title())
                        + "::" + escaped(text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text));
            }
        }
        err.flush();
    }

    private static String property(String text) {
        return escaped(Printable.line(text)).replace(":", "%3A").replace(",", "%2C");
    }

    private void print(String text) {
        // The whole command is in the log; what it said is what a reader of the annotation looks for.
        String safe = LONG_COMMAND.matcher(Printable.text(text)).replaceFirst("`$1…`");
        String cut = safe.length() > LONGEST ? safe.substring(0, LONGEST) + "…" : safe;
        err.println("::error::" + escaped(cut.stripTrailing()));
        shown++;
    }

    /** As @actions/core escapes a command's message: the runner turns it back. */
    private static String escaped(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }
}
