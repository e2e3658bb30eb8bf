package dev.multiarch.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls of git that read what a checkout holds. Its configuration may be somebody else's. So git fetches nothing, which could
 * start a program, and asks nobody. It takes no bare repository, as a pull request can bring one among its files.
 */
public final class LocalGit {
    private LocalGit() {}

    /** @param git how to start it */
    public static Program of(String git, Path folder, String... words) {
        List<String> line = new ArrayList<>(List.of(git, "-c", "safe.bareRepository=explicit"));
        line.addAll(List.of("--no-replace-objects", "--literal-pathspecs", "-C", folder.toString()));
        line.addAll(List.of(words));
        return Program.of(line)
                .with("GIT_ALLOW_PROTOCOL", "none")
                .with("GIT_NO_LAZY_FETCH", "1")
                .with("GIT_GRAFT_FILE", "/dev/null")
                .with("GIT_TERMINAL_PROMPT", "0");
    }
}
