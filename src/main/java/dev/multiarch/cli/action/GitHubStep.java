package dev.multiarch.cli.action;

import dev.multiarch.cli.console.Annotation;
import dev.multiarch.cli.console.Step;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A step of a workflow: errors become annotations and are shown in the job summary. If the step is the action, it also has
 * outputs and inputs, and the summary shows the answer.
 */
public final class GitHubStep implements Step {
    private final WorkflowErrors errors;
    private final Outputs outputs;
    private final Optional<InputNames> action;

    private GitHubStep(Outputs outputs, PrintStream err, Optional<InputNames> action) {
        this.errors = new WorkflowErrors(err, outputs);
        this.outputs = outputs;
        this.action = action;
    }

    /** A step whose script calls us; {@link Step#NONE} outside GitHub Actions. */
    public static Step of(Map<String, String> environment, PrintStream err) {
        return "true".equals(environment.get("GITHUB_ACTIONS"))
                ? new GitHubStep(new Outputs(environment), err, Optional.empty())
                : NONE;
    }

    static Step ofAction(Map<String, String> environment, PrintStream err, InputNames names) {
        return new GitHubStep(new Outputs(environment), err, Optional.of(names));
    }

    @Override
    public void output(String name, String value) throws IOException {
        if (action.isPresent()) {
            outputs.set(name, value);
        }
    }

    @Override
    public void summary(String heading, String text) throws IOException {
        if (action.isPresent()) {
            outputs.summary(Outputs.asIs(heading, text));
        }
    }

    @Override
    public void summary(Supplier<String> markdown) throws IOException {
        if (action.isPresent()) {
            outputs.summary(markdown.get());
        }
    }

    @Override
    public String named(String text) {
        return action.map(names -> names.in(text)).orElse(text);
    }

    @Override
    public void errors(List<String> texts) {
        errors.add(texts);
    }

    @Override
    public void annotate(List<String> texts) {
        errors.annotate(texts.stream().map(this::named).toList());
    }

    @Override
    public void warn(String text) throws IOException {
        errors.warn(named(text));
        summary("Warning", text);
    }

    @Override
    public void annotateLines(List<Annotation> annotations) {
        errors.annotateLines(annotations);
    }
}
