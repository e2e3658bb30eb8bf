package dev.multiarch.cli.console;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** One word of the command line. Its options are picocli's models in its fields. */
public interface Command {
    /** What its command line may say, and its help. To be called once: it hands out the command's own options. */
    CommandSpec spec();

    /**
     * @param rest what is after {@code --}, for the program that this command runs
     * @return the exit code, see {@link ExitCode}
     * @throws Exception what {@link Failure} turns into a sentence and an exit code
     */
    int run(List<String> rest) throws Exception;

    /** What is after {@code --}, as the help shows it; empty if nothing may. */
    default String restLabel() {
        return "";
    }

    default boolean takesRest() {
        return !restLabel().isEmpty();
    }

    /** Whether stack traces were asked for. */
    boolean verbose();
}
