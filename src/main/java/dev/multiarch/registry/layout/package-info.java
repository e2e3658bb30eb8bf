/**
 * OCI layouts in a folder or an archive (OCI Image Format 1.1, "Image Layout"): {@link dev.multiarch.registry.layout.Layout}.
 *
 * <p>May import registry.
 */
package dev.multiarch.registry.layout;
