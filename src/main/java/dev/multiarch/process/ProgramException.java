package dev.multiarch.process;

import dev.multiarch.text.Printable;
import java.util.List;

/** A program that could not be started, was ended, or failed. The message holds the program and its last lines. */
public final class ProgramException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Result result;

    public ProgramException(String what, Result result) {
        super("`" + result.program() + "` " + what + lines(result.lastLines()));
        this.result = result;
    }

    private ProgramException(String message, Result result, Throwable cause) {
        super(message, cause);
        this.result = result;
    }

    /** The same failure, with a sentence about what it leaves behind. */
    public ProgramException noting(String sentence) {
        return new ProgramException(getMessage() + "\n" + sentence, result, this);
    }

    /** For programs that never ran: there is no such program, or the system refused. */
    static ProgramException unstarted(Program program, String why) {
        return new ProgramException(
                "could not be started: " + Printable.line(why),
                new Result(program, 127, new byte[0], List.of(), false));
    }

    public Result result() {
        return result;
    }

    private static String lines(List<String> lines) {
        List<String> said = lines.stream().filter(line -> !line.isBlank()).toList();
        return said.isEmpty() ? "" : ":\n  " + String.join("\n  ", said);
    }
}
