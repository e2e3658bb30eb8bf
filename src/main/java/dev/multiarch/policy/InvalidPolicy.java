package dev.multiarch.policy;

import java.util.List;

/** A policy that can't be used. Its message holds all problems, a line each; they may quote what the file's author wrote. */
public final class InvalidPolicy extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    InvalidPolicy(List<String> problems, int more) {
        super(String.join("\n", problems) + (more == 0 ? "" : "\n… and " + more + " more"));
        this.problems = List.copyOf(problems);
    }

    /** The first of them, each {@code file:line:column message}. */
    public List<String> problems() {
        return problems;
    }
}
