package dev.multiarch.host.diagnosis;

import java.util.List;

/** What a registry, or the way to it, refuses; the most specific first. */
final class RegistryKinds {
    static final List<Kind> ALL = List.of(
            Kind.of(
                    "http-registry",
                    BuilderWitness::hasOwnSettings,
                    Sign.of("server gave http response to https client")),
            Kind.of(
                    "unknown-authority",
                    BuilderWitness::hasOwnSettings,
                    Sign.of("x509: certificate signed by unknown authority")),
            Kind.of(
                    "rate-limit",
                    Witness.NONE,
                    Sign.of("toomanyrequests"),
                    Sign.of("429 too many requests"),
                    Sign.of("pull rate limit")),
            Kind.of(
                            "immutable-tag",
                            Witness.NONE,
                            Sign.of("cannot be overwritten", "immutable"),
                            Sign.of("is immutable", "cannot be"),
                            Sign.of("the repository is immutable"),
                            Sign.of("configured as immutable"),
                            Sign.of("enabled tag immutability"),
                            Sign.of("tag already exists", "cannot be overwritten"),
                            Sign.of("imagetagalreadyexistsexception"),
                            Sign.of("denied:", "immutable"),
                            Sign.of("403 forbidden", "immutable"))
                    .covering("write-denied", "access-denied"),
            Kind.of(
                            "manifest-blob-unknown",
                            Witness.NONE,
                            Sign.of("manifest_blob_unknown"),
                            Sign.of("manifest blob unknown"))
                    .covering("manifest-unknown"),
            Kind.of(
                    "credential-helper",
                    Witness.NONE,
                    Sign.of("error getting credentials"),
                    Sign.of("error storing credentials"),
                    Sign.of("error listing credentials"),
                    Sign.of("docker-credential-", "executable file not found in"),
                    Sign.of("docker-credential-", "exec format error"),
                    Sign.of("docker-credential-", "not installed or not available in path")),
            Kind.of(
                            "write-denied",
                            Witness.NONE,
                            Sign.of("denied: permission_denied:"),
                            Sign.of("permission_denied: write_package"),
                            Sign.of("installation not allowed to"),
                            Sign.of("failed to push", "403 forbidden"))
                    .covering("access-denied"),
            Kind.of(
                            "access-denied",
                            Witness.NONE,
                            Sign.of("requested access to the resource is denied"),
                            Sign.of("insufficient_scope"),
                            Sign.of("push access denied"),
                            Sign.of("pull access denied"),
                            Sign.of("repository does not exist or may require"))
                    .covering("unauthorized"),
            Kind.of(
                    "unauthorized",
                    Witness.NONE,
                    Sign.of("unauthorized:"),
                    Sign.of("401 unauthorized"),
                    Sign.of("no basic auth credentials"),
                    Sign.of("denied: unauthenticated request")),
            Kind.of(
                    "no-match-for-platform",
                    Witness.NONE,
                    Sign.of("no match for platform in manifest"),
                    Sign.of("no matching manifest for", "in the manifest list entries"),
                    Sign.of("no image found in manifest list for architecture"),
                    Sign.of("no image found in image index for architecture"),
                    Sign.of("no child with platform")),
            Kind.of(
                    "platform-mismatch",
                    Witness.NONE,
                    Sign.of("platform", "does not match"),
                    Sign.of("does not match the specified platform"),
                    Sign.of("does not match the detected host platform"),
                    Sign.of("does not provide the specified platform"),
                    Sign.of("was pulled with platform", "for current build")),
            Kind.of("source-is-a-list", Witness.NONE, Sign.of("is a manifest list")),
            Kind.of(
                            "read-after-push",
                            Witness.NONE,
                            Sign.of("error:", ": not found").after("pushing sha256:", Sign.REACH))
                    .covering("manifest-unknown"),
            Kind.of(
                    "manifest-unknown",
                    Witness.NONE,
                    Sign.of("manifest unknown"),
                    Sign.of("no such manifest"),
                    Sign.of("failed to resolve source metadata for", ": not found")
                            .unless("no match for platform"),
                    Sign.of("error:", "@sha256:", ": not found").unless("no match for platform")));

    private RegistryKinds() {}
}
