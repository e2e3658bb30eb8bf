package dev.multiarch.registry.request;

import dev.multiarch.text.Printable;
import java.util.OptionalInt;

/**
 * A request that a registry did not answer as asked. The message is one line: where, what was being done, what came
 * back, how it was asked, the fix. It may quote the registry: the code that prints it neutralises it. Of a long one the
 * middle is left out.
 */
public class RegistryException extends Exception {
    private static final long serialVersionUID = 1;
    private static final int LONGEST = 2000;

    /** What callers may want to distinguish. */
    public enum Kind {
        /** No connection, or one that is not trusted. */
        UNREACHABLE,
        /** 401 or 403, by the registry or its token server. */
        UNAUTHORIZED,
        /** 404. */
        NOT_FOUND,
        /** Another status than the expected ones, or something that we refuse to do, such as an unsafe redirect. */
        REFUSED,
        /** An answer, or the local config.json, that is not what it should be. */
        MALFORMED,
        /** Bytes that do not hash to their digest. */
        DIGEST_MISMATCH,
        /** More bytes than the limit. */
        TOO_LARGE,
        /** No answer in time, or the command's budget used up. */
        TIMEOUT
    }

    private final Kind kind;
    private int status;
    private String said = "";

    public RegistryException(Kind kind, String message, Throwable cause) {
        super(Printable.cut(message, LONGEST), cause);
        this.kind = kind;
    }

    public RegistryException(Kind kind, String message) {
        this(kind, message, null);
    }

    public Kind kind() {
        return kind;
    }

    /** @param answer that was not the expected one */
    public RegistryException because(Response answer) {
        status = answer.status();
        said = answer.said();
        return this;
    }

    /** Of the answer that was not the expected one; empty where none came, or where it was wrong in another way. */
    public OptionalInt status() {
        return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
    }

    /** {@code 400 MANIFEST_INVALID "…"}: the status and what the server says of it; empty where there is no status. */
    public String said() {
        return said;
    }
}
