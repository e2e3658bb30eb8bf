package dev.multiarch.cli.console;

import java.util.List;

/** One word of the command line. Its options are picocli's annotations on its fields. */
public interface Command {
    /**
     * @param rest what stands behind {@code --}, for the program that this command runs
     * @return the exit code, see {@link ExitCode}
     * @throws Exception what {@link Failure} turns into a sentence and an exit code
     */
    int run(List<String> rest) throws Exception;

    /** Whether anything may stand behind {@code --}. */
    default boolean takesRest() {
        return false;
    }

    /** Whether stack traces were asked for. */
    boolean verbose();
}
