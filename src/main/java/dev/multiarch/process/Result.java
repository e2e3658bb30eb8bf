package dev.multiarch.process;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What became of a program.
 *
 * @param exit its exit code; 128 and the signal's number where a signal ended it
 * @param out its standard output; empty where that was streamed
 * @param lastLines at most 20 lines of its standard error, and of its standard output where that was streamed; neutralised
 * @param timedOut whether it was ended because it took too long
 */
public record Result(Program program, int exit, byte[] out, List<String> lastLines, boolean timedOut) {
    public String text() {
        return new String(out, StandardCharsets.UTF_8);
    }

    /** The same, with its last lines changed. */
    public Result withLines(UnaryOperator<String> change) {
        return new Result(program, exit, out, lastLines.stream().map(change).toList(), timedOut);
    }

    public boolean ok() {
        return exit == 0 && !timedOut;
    }

    public Result orThrow() throws ProgramException {
        if (!ok()) {
            throw new ProgramException("ended with " + exit, this);
        }
        return this;
    }
}
