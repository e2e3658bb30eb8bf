/**
 * Values of the image formats, and nothing that reads or writes them: {@link dev.multiarch.image.Reference}, {@link
 * dev.multiarch.image.Digest}, {@link dev.multiarch.image.Platform}, {@link dev.multiarch.image.Descriptor}, {@link
 * dev.multiarch.image.Index}, {@link dev.multiarch.image.Manifest}, {@link dev.multiarch.image.ImageConfig}.
 *
 * <p>Enter by {@link dev.multiarch.image.Reference#parse} and {@link dev.multiarch.image.Index#parse}. Everything here is
 * immutable and does no I/O. Imports only json and text of this project. Malformed text is a {@link
 * dev.multiarch.text.FormatException} whose message holds what was found and what to type instead.
 *
 * <p>Specifications: OCI Image Format 1.1 (descriptor, index, manifest, config), Docker Image Manifest V2 Schema 2,
 * distribution's reference grammar, containerd's platform normalisation.
 */
package dev.multiarch.image;
