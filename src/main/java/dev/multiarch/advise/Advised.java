package dev.multiarch.advise;

import dev.multiarch.dockerfile.advice.EditedFile;
import dev.multiarch.policy.Verdict;
import java.util.List;

/**
 * What there is to say of Dockerfiles.
 *
 * @param edits of each file, of what failed
 * @param others what Docker's own checks find in addition
 */
public record Advised(Verdict verdict, List<EditedFile> edits, List<DockerCheck> others) {
    public Advised {
        edits = List.copyOf(edits);
        others = List.copyOf(others);
    }

    /** All edits as one unified diff; empty where there is none. */
    public String diff() {
        var diff = new StringBuilder();
        edits.forEach(file -> diff.append(file.diff()));
        return diff.toString();
    }

    /** How many faults the edits take away. */
    public int fixed() {
        return edits.stream().mapToInt(file -> file.fixed().size()).sum();
    }
}
