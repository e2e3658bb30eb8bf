/**
 * What a user says about registries, and what a host name allows: {@link dev.multiarch.registry.settings.RegistrySettings}.
 *
 * <p>May import image.
 */
package dev.multiarch.registry.settings;
