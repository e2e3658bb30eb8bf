package dev.multiarch.registry;

/** How a blob came into a repository. */
public enum BlobTransfer {
    /** It was there. */
    THERE,
    /** The registry took it from another of its repositories. */
    MOUNTED,
    /** Its bytes were sent. */
    SENT
}
