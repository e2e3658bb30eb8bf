package dev.multiarch.image;

import java.util.Set;

/** The media types of images in their two families (OCI Image Format 1.1; Docker Image Manifest V2 Schema 2). */
public final class MediaTypes {
    public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    public static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";
    public static final String DOCKER_INDEX = "application/vnd.docker.distribution.manifest.list.v2+json";
    public static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
    public static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";
    /** The config of an artifact that needs none (OCI Image Format 1.1, "Guidance for an Empty Descriptor"). */
    public static final String EMPTY = "application/vnd.oci.empty.v1+json";

    /** Docker's first schema: unsigned, or signed as most registries serve it. */
    public static final String SCHEMA_1 = "application/vnd.docker.distribution.manifest.v1+json";

    public static final String SIGNED_SCHEMA_1 = "application/vnd.docker.distribution.manifest.v1+prettyjws";

    private static final String OCI_LAYER = "application/vnd.oci.image.layer.";
    private static final String DOCKER_LAYER = "application/vnd.docker.image.rootfs.";

    private static final Set<String> UNTYPED =
            Set.of("", "application/octet-stream", "application/json", "text/html", "text/plain");

    private MediaTypes() {}

    public static boolean isIndex(String type) {
        return type.equals(OCI_INDEX) || type.equals(DOCKER_INDEX);
    }

    public static boolean isManifest(String type) {
        return type.equals(OCI_MANIFEST) || type.equals(DOCKER_MANIFEST);
    }

    public static boolean isSchema1(String type) {
        return type.equals(SCHEMA_1) || type.equals(SIGNED_SCHEMA_1);
    }

    /** Whether this is a part of an image's root file system, however it is packed. */
    public static boolean isLayer(String type) {
        return type.startsWith(OCI_LAYER) || type.startsWith(DOCKER_LAYER);
    }

    /** Whether this layer may not be distributed (Windows' base layers): registries need not have it, its urls do. */
    public static boolean isForeignLayer(String type) {
        return type.startsWith(OCI_LAYER + "nondistributable.") || type.startsWith(DOCKER_LAYER + "foreign.");
    }

    /**
     * Whether Docker takes a config of this type for an image's, which others do not: registries of old gave configs such
     * types (moby, distribution, {@code defaultImageTypes}).
     */
    public static boolean isMaybeConfig(String type) {
        return UNTYPED.contains(type);
    }

    public static boolean isConfig(String type) {
        return type.equals(OCI_CONFIG) || type.equals(DOCKER_CONFIG);
    }
}
