package dev.multiarch.github;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A request to GitHub that did not do what it was for. The message is a sentence for people, without the fix. */
public final class ApiException extends IOException {
    private static final long serialVersionUID = 1;

    public enum Kind {
        /** 401. */
        TOKEN,
        /** 403 or 404: GitHub hides what a token may not see. */
        PERMISSION,
        /** 403 or 429 of a rate limit. */
        LIMITED,
        /** 301 and its like: the repository was renamed, or has another owner. */
        MOVED,
        /** 410: the repository does not have this part of GitHub. */
        DISABLED,
        /** 422: what was sent is refused. */
        REFUSED,
        /** 5xx, or a connection that breaks. */
        BROKEN,
        /** An answer that is not GitHub's. */
        UNREADABLE
    }

    private final Kind kind;
    private final transient Optional<Duration> wait;

    public ApiException(Kind kind, String message, Optional<Duration> wait) {
        super(message);
        this.kind = kind;
        this.wait = wait;
    }

    public ApiException(Kind kind, String message) {
        this(kind, message, Optional.empty());
    }

    public Kind kind() {
        return kind;
    }

    /** How long GitHub asks to wait. */
    public Optional<Duration> asksToWait() {
        return wait;
    }
}
