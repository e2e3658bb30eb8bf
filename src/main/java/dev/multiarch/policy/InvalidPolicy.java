package dev.multiarch.policy;

import dev.multiarch.policy.yaml.Problem;
import dev.multiarch.policy.yaml.Problems;
import java.util.List;
import java.util.Optional;

/**
 * A policy that can't be used. Its message holds all problems, each with the line that it is about; they quote what the
 * file's author wrote.
 */
public final class InvalidPolicy extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    public InvalidPolicy(String problem) {
        super(problem);
        this.problems = List.of(new Problem(Optional.empty(), problem));
    }

    public InvalidPolicy(Problems problems) {
        super(message(problems));
        this.problems = problems.sorted();
    }

    private static String message(Problems problems) {
        var text = new StringBuilder();
        List<String> excerpts = problems.excerpts();
        for (int i = 0; i < excerpts.size(); i++) {
            text.append(i == 0 ? "" : "\n").append(problems.lines().get(i));
            text.append(excerpts.get(i).isEmpty() ? "" : "\n").append(excerpts.get(i));
        }
        return text + (problems.more() == 0 ? "" : "\n… and " + problems.more() + " more");
    }

    /** The first of them, each {@code file:line:column message}. */
    public List<String> problems() {
        return problems.stream().map(Problem::toString).toList();
    }

    /** The same with their places. */
    public List<Problem> found() {
        return problems;
    }
}
