/**
 * Judges an image from what its registry or layout holds: {@link dev.multiarch.verify.Verify}. {@link dev.multiarch.verify.Inspect} shows it and
 * judges nothing.
 *
 * <p>May import step, report and policy.
 */
package dev.multiarch.verify;
