/**
 * Signatures of images: {@link dev.multiarch.signature.Signatures} finds those that a registry has of a digest, and {@link
 * dev.multiarch.signature.VerificationKey} checks them.
 *
 * <p>May import registry, process, image and json. cosign, specs/SIGNATURE_SPEC.md and specs/BUNDLE_SPEC.md; Sigstore bundle,
 * protos/sigstore_bundle.proto; DSSE, protocol.md.
 */
package dev.multiarch.signature;
