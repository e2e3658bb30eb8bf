package dev.multiarch.process;

import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Keeps what programs print from being obeyed by a GitHub runner: while a fence is up, the runner processes no workflow
 * command ({@code ::stop-commands::}). One for a whole command, as a runner knows one fence at a time: it goes up with the
 * first program that starts printing, and down when the last has ended.
 */
public final class StopCommands {
    private final boolean needed;
    private final Consumer<String> out;
    private final String word = UUID.randomUUID().toString().replace("-", "");
    private int users;

    /** @param out where the programs' lines go as well, unchanged */
    public StopCommands(Map<String, String> environment, Consumer<String> out) {
        this.needed = "true".equals(environment.get("GITHUB_ACTIONS"));
        this.out = out;
    }

    /** Puts the fence up until what is returned is closed. */
    public synchronized Section open() {
        if (needed && users == 0) {
            out.accept("::stop-commands::" + word);
        }
        users++;
        return this::leave;
    }

    private synchronized void leave() {
        users--;
        if (needed && users == 0) {
            out.accept("::" + word + "::");
        }
    }

    /** The time that one program prints in. */
    public interface Section extends AutoCloseable {
        @Override
        void close();
    }
}
