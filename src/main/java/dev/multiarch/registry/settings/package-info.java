/**
 * What a user says about registries, and what a host name allows: {@link dev.multiarch.registry.settings.RegistrySettings}.
 *
 * <p>May import registry.http and image.
 */
package dev.multiarch.registry.settings;
