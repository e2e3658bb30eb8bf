package dev.multiarch.dockerfile;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The instructions that there are. */
public enum Keyword {
    ADD("chown", "chmod", "link", "keep-git-dir", "checksum", "unpack", "exclude"),
    ARG,
    CMD,
    COPY("chown", "from", "chmod", "link", "exclude", "parents"),
    ENTRYPOINT,
    ENV,
    EXPOSE,
    FROM("platform"),
    HEALTHCHECK("interval", "timeout", "start-period", "start-interval", "retries"),
    LABEL,
    MAINTAINER,
    ONBUILD,
    RUN("mount", "network", "security", "device"),
    SHELL,
    STOPSIGNAL,
    USER,
    VOLUME,
    WORKDIR;

    private final List<String> flags;

    Keyword(String... flags) {
        this.flags = List.of(flags);
    }

    static Optional<Keyword> of(String word) {
        String upper = word.toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(keyword -> keyword.name().equals(upper))
                .findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(Keyword::name).toList();
    }

    /** What it takes. */
    List<String> flags() {
        return flags;
    }

    /** BuildKit ignores the flags of these two. */
    boolean ignoresFlags() {
        return this == ARG || this == STOPSIGNAL;
    }

    boolean takesHeredocs() {
        return this == ADD || this == COPY || this == RUN;
    }
}
