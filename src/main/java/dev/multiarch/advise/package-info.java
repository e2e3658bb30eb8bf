/**
 * Advice on Dockerfiles: they are judged by policies, next to what Docker's own checks say. Enter by
 * {@link dev.multiarch.advise.Advise}.
 *
 * <p>May import step, policy and what is below them.
 */
package dev.multiarch.advise;
