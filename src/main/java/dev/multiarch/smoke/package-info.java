/**
 * Runs commands in each platform's image on a builder: {@link dev.multiarch.smoke.Smoke}.
 *
 * <p>May import step, policy and what is below them.
 */
package dev.multiarch.smoke;
