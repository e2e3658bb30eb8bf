/**
 * Makes one index of the legs, pushes it by digest, and moves tags after a good verdict: {@link dev.multiarch.publish.Merge},
 * {@link dev.multiarch.publish.Promote}.
 *
 * <p>May import verify and plan.
 */
package dev.multiarch.publish;
