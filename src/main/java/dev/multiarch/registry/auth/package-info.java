/**
 * Answers to a registry's challenges (RFC 9110, 11; distribution's token authentication), and the passwords that other tools
 * left. Enter by {@link dev.multiarch.registry.auth.Authorisation}. A credential goes to the host that it is for and to no other.
 *
 * <p>May import registry.request and what is below it.
 */
package dev.multiarch.registry.auth;
