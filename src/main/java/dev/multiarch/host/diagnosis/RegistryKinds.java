package dev.multiarch.host.diagnosis;

import java.util.ArrayList;
import java.util.List;

/** What a registry, or the way to it, refuses; the most specific first. */
final class RegistryKinds {
    static final List<Kind> ALL = List.of(
            Kind.of(
                    "http-registry",
                    BuilderEvidence::hasOwnSettings,
                    LogPattern.of("server gave http response to https client")),
            Kind.of(
                    "unknown-authority",
                    BuilderEvidence::hasOwnSettings,
                    LogPattern.of("x509: certificate signed by unknown authority")),
            Kind.of(
                    "rate-limit",
                    EvidenceSource.NONE,
                    LogPattern.of("toomanyrequests"),
                    LogPattern.of("429 too many requests"),
                    LogPattern.of("pull rate limit")),
            Kind.of(
                            "immutable-tag",
                            EvidenceSource.NONE,
                            LogPattern.of("cannot be overwritten", "immutable"),
                            LogPattern.of("is immutable", "cannot be"),
                            LogPattern.of("the repository is immutable"),
                            LogPattern.of("cannot overwrite tag", "immutable"),
                            LogPattern.of("configured as immutable"),
                            LogPattern.of("enabled tag immutability"),
                            LogPattern.of("tag already exists", "cannot be overwritten"),
                            LogPattern.of("imagetagalreadyexistsexception"),
                            LogPattern.of("denied:", "immutable"),
                            LogPattern.of("403 forbidden", "immutable"))
                    .covering("write-denied", "access-denied"),
            Kind.of(
                            "manifest-blob-unknown",
                            EvidenceSource.NONE,
                            LogPattern.of("manifest_blob_unknown"),
                            LogPattern.of("manifest blob unknown"))
                    .covering("manifest-unknown"),
            Kind.of(
                    "credential-helper",
                    EvidenceSource.NONE,
                    LogPattern.of("error getting credentials"),
                    LogPattern.of("error storing credentials"),
                    LogPattern.of("error listing credentials"),
                    LogPattern.of("docker-credential-", "executable file not found in"),
                    LogPattern.of("docker-credential-", ": command not found"),
                    LogPattern.of("docker-credential-", "exec format error"),
                    LogPattern.of("docker-credential-", "not installed or not available in path")),
            Kind.of(
                            "write-denied",
                            EvidenceSource.NONE,
                            LogPattern.of("denied: permission_denied:"),
                            LogPattern.of("permission_denied: write_package"),
                            LogPattern.of("installation not allowed to"),
                            LogPattern.of("failed to push", "403 forbidden"))
                    .covering("access-denied"),
            Kind.of(
                            "access-denied",
                            EvidenceSource.NONE,
                            LogPattern.of("requested access to the resource is denied"),
                            LogPattern.of("insufficient_scope"),
                            LogPattern.of("push access denied"),
                            LogPattern.of("pull access denied"),
                            LogPattern.of("repository does not exist or may require"))
                    .covering("unauthorized"),
            Kind.of(
                    "unauthorized",
                    EvidenceSource.NONE,
                    LogPattern.of("unauthorized:"),
                    LogPattern.of("401 unauthorized"),
                    LogPattern.of("no basic auth credentials"),
                    LogPattern.of("denied: unauthenticated request")),
            Kind.of(
                    "no-match-for-platform",
                    EvidenceSource.NONE,
                    LogPattern.of("no match for platform in manifest"),
                    LogPattern.of("no matching manifest for", "in the manifest list entries"),
                    LogPattern.of("no image found in manifest list for architecture"),
                    LogPattern.of("no image found in image index for architecture"),
                    LogPattern.of("no child with platform")),
            Kind.of(
                    "platform-mismatch",
                    EvidenceSource.NONE,
                    LogPattern.of("platform", "does not match"),
                    LogPattern.of("does not match the specified platform"),
                    LogPattern.of("does not match the detected host platform"),
                    LogPattern.of("does not provide the specified platform"),
                    LogPattern.of("was pulled with platform", "for current build")),
            Kind.of("source-is-a-list", EvidenceSource.NONE, LogPattern.of("is a manifest list")),
            Kind.of(
                            "read-after-push",
                            EvidenceSource.NONE,
                            LogPattern.of("error:", ": not found").after("pushing sha256:", LogPattern.REACH))
                    .covering("manifest-unknown"),
            Kind.of(
                    "manifest-unknown",
                    EvidenceSource.NONE,
                    LogPattern.of("manifest unknown"),
                    LogPattern.of("no such manifest"),
                    LogPattern.of("failed to resolve source metadata for", ": not found")
                            .unless("no match for platform"),
                    LogPattern.of("error:", "@sha256:", ": not found").unless("no match for platform")),
            shownByProfile("untagged-refused", LogPattern.of("takes no index without a tag")),
            shownByProfile(
                    "artifact-refused",
                    LogPattern.of("manifest_invalid", "application/vnd.oci.empty.v1+json"),
                    LogPattern.of("manifest invalid", "application/vnd.oci.empty.v1+json"),
                    LogPattern.of("unsupported", "application/vnd.oci.empty.v1+json"),
                    LogPattern.of("manifest_invalid", "artifacttype")),
            shownByProfile(
                    "delete-refused",
                    LogPattern.of("removing the manifest:", "405"),
                    LogPattern.of("failed to delete", "405 method not allowed"),
                    LogPattern.of("the operation is unsupported").after("failed to delete", LogPattern.REACH)),
            shownByProfile("manifest-too-large", LogPattern.of("writing the manifest:", "413")),
            shownByProfile("nested-index-refused"),
            shownByProfile("docker-list-refused"),
            shownByProfile("no-referrers-api"),
            shownByProfile("mount-refused"));

    /** The table of {@code doctor --registry} names the page, and may be pasted as a whole. */
    private static Kind shownByProfile(String id, LogPattern... more) {
        List<LogPattern> signs = new ArrayList<>(List.of(more));
        signs.add(LogPattern.of("doctor --explain " + id));
        return new Kind(id, List.copyOf(signs), EvidenceSource.NONE, List.of());
    }

    private RegistryKinds() {}
}
