/**
 * Reading and writing registries (OCI Distribution 1.1). Enter by {@link dev.multiarch.registry.Registry}, or by
 * {@link dev.multiarch.registry.Source} for one image wherever it is kept. What a registry holds is checked against its digest and
 * is bounded in size and time.
 *
 * <p>May import registry.auth, .request, .http, .tls and .settings, process, and what is below them.
 */
package dev.multiarch.registry;
