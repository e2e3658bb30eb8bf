package dev.multiarch.image;

/** Keys of annotations and labels that several parts read or write: OCI's own (Image Format 1.1, "Annotations"), and ours. */
public final class AnnotationKeys {
    public static final String CREATED = "org.opencontainers.image.created";
    public static final String REVISION = "org.opencontainers.image.revision";
    public static final String SOURCE = "org.opencontainers.image.source";
    public static final String VERSION = "org.opencontainers.image.version";

    /** The id of the plan whose legs were merged. */
    public static final String PLAN = "dev.multiarch.plan";

    private AnnotationKeys() {}
}
