/**
 * Whom we trust in TLS and who we say we are: CAs of the system and of certs.d, client certificates. Enter by
 * {@link dev.multiarch.registry.tls.Trust}.
 *
 * <p>May import registry.settings.
 */
package dev.multiarch.registry.tls;
