package dev.multiarch.fact;

import java.util.Locale;

/**
 * How a fact was learnt. An option, an annotation and a build record are claims of their authors; this program has seen
 * everything else itself.
 */
public enum FactSource {
    /** A file of /proc on the host in question. */
    ENTRY,
    /** Something that was run in order to know. */
    PROBE,
    /** The answer of a program such as docker. */
    COMMAND,
    /** A build record. */
    RECORD,
    /** An annotation in the index. */
    ANNOTATION,
    /** A document of the registry, checked against its digest. */
    REGISTRY,
    /** What an earlier call learnt of content with the same digest. */
    CACHE,
    /** A document of an OCI layout on this machine, checked against its digest. */
    LAYOUT,
    /** What the person or the job that called a command said of a host that nobody looked at. */
    OPTION;

    /** Whether only the author of the document vouches for it. */
    public boolean isClaim() {
        return this == RECORD || this == ANNOTATION || this == OPTION;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
