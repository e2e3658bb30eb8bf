/**
 * A request to a registry with its redirects and retries, within the limits of one call. Enter by
 * {@link dev.multiarch.registry.request.RequestRunner}; every failure becomes a {@link dev.multiarch.registry.request.RegistryException}.
 *
 * <p>May import registry.http, registry.tls and registry.settings.
 */
package dev.multiarch.registry.request;
