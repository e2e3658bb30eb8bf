/**
 * Reading registries and OCI layouts (OCI Distribution 1.1, OCI Image Format 1.1, distribution's token authentication,
 * Docker's config.json). Enter by {@link dev.multiarch.registry.Registry}, or by {@link dev.multiarch.registry.Source} for
 * one image wherever it lies. Whatever a registry or a layout holds is checked against its digest and bounded in size, time
 * and number of redirects; a credential goes to the host that it is for and to no other.
 *
 * <p>May import image and process.
 */
package dev.multiarch.registry;
