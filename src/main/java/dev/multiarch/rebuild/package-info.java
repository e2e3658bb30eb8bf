/**
 * Which platforms of published images are stale, and a plan that builds exactly those again. It begins with
 * {@link dev.multiarch.rebuild.Rebuild}.
 *
 * <p>May import plan, verify and step.
 */
package dev.multiarch.rebuild;
