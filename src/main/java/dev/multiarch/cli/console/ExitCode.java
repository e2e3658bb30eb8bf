package dev.multiarch.cli.console;

import dev.multiarch.policy.Outcome;
import java.util.List;

/** The exit codes, the same for every command; 130 and 143 are the JVM's own on SIGINT and SIGTERM. */
public final class ExitCode {
    public static final int FINE = 0;
    /** Judged and refused: a rule failed, the legs are not the planned ones, a tag must not move. */
    public static final int REFUSED = 1;
    /** Wrong usage, or an invalid policy, plan or record. */
    public static final int USAGE = 2;
    /** Nothing failed, but something could not be judged. */
    public static final int UNKNOWN = 3;
    /** Something that we ran or wrote to failed. */
    public static final int FAILED = 4;
    /** A bug in multiarch. */
    static final int OURS = 70;

    private static final List<Integer> WORST_FIRST = List.of(OURS, REFUSED, FAILED, USAGE, UNKNOWN, FINE);

    private ExitCode() {}

    /** The one that a call ends with in which both happened. */
    public static int worse(int one, int other) {
        return WORST_FIRST.indexOf(one) < WORST_FIRST.indexOf(other) ? one : other;
    }

    public static int of(Outcome verdict) {
        return switch (verdict) {
            case FAIL -> REFUSED;
            case UNKNOWN -> UNKNOWN;
            default -> FINE;
        };
    }
}
