package dev.multiarch.profile;

import java.util.Locale;
import java.util.Optional;

/** Something that registries differ in, and what follows from it. */
public enum Feature {
    IMAGE_BY_DIGEST(
            "an image by its digest, without a tag",
            "build pushes each leg without a tag",
            "legs can't be pushed: build with --no-push, or use another registry",
            "untagged-refused"),
    INDEX_BY_DIGEST(
            "an index by its digest, without a tag",
            "merge judges the index before any tag exists",
            "merge gives the index a tag multiarch-candidate-…, and build gives one to a leg with attestations",
            "untagged-refused"),
    NESTED_INDEX(
            "an index that names another index",
            "such an index can be copied here",
            "such an index can't be copied here; merge makes none",
            "nested-index-refused"),
    DOCKER_LIST(
            "a Docker manifest list",
            "legs may have Docker's media types",
            "build OCI images: --output type=image,oci-mediatypes=true",
            "docker-list-refused"),
    EMPTY_CONFIG(
            "an artifact with the empty config",
            "attestations, signatures and records can be pushed as they are",
            "build pushes attestations as images; records need another store",
            "artifact-refused"),
    SUBJECT(
            "a manifest with a subject",
            "signatures and attestations can refer to images",
            "build pushes attestations as images; --sign needs --legacy-signatures, and verdicts can't be attached",
            "artifact-refused"),
    ATTESTATION(
            "an index with an attestation as BuildKit writes it",
            "images keep provenance and SBOM",
            "build pushes attestations as images",
            "artifact-refused"),
    MISSING_SUBJECT(
            "a manifest whose subject is not there",
            "the order of pushes does not matter",
            "the image has to be pushed first, as multiarch does",
            "manifest-blob-unknown"),
    REFERRERS_API(
            "listing what refers to an image",
            "what refers to an image is found by the referrers API",
            "signatures are listed under a tag sha256-…: write them one after another",
            "no-referrers-api"),
    MOVING_TAGS(
            "another image under the same tag",
            "tags such as latest can move",
            "a tag can be pushed once: give each image a new one",
            "immutable-tag"),
    MANIFEST_1_MIB(
            "a manifest of 1 MiB", "no usual index is too large", "keep annotations small", "manifest-too-large"),
    MANIFEST_4_MIB("a manifest of 4 MiB", "as large as OCI asks for", "keep annotations small", "manifest-too-large"),
    MOUNT(
            "a blob of another repository, mounted",
            "copies between repositories send no layers",
            "copies between repositories send all layers",
            "mount-refused"),
    DELETE_TAG(
            "DELETE of a tag",
            "records prune and this command can remove tags",
            "what is no longer needed is removed by the registry's own means",
            "delete-refused"),
    DELETE_MANIFEST(
            "DELETE of a manifest",
            "candidates that failed can be removed",
            "what is no longer needed is removed by the registry's own means",
            "delete-refused");

    private final String tried;
    private final String ifSupported;
    private final String ifNot;
    private final String page;

    Feature(String tried, String ifSupported, String ifNot, String page) {
        this.tried = tried;
        this.ifSupported = ifSupported;
        this.ifNot = ifNot;
        this.page = page;
    }

    /** As answers in JSON write it: {@code index-by-digest}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** In words. */
    public String tried() {
        return tried;
    }

    /** The diagnosis of its absence. */
    public String page() {
        return page;
    }

    /** What it means for those who publish; empty where nobody knows. */
    Optional<String> follows(Support support) {
        return switch (support) {
            case YES -> Optional.of(ifSupported);
            case NO -> Optional.of(ifNot);
            case UNKNOWN -> Optional.empty();
        };
    }
}
