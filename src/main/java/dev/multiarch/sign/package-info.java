/**
 * Signs published images by cosign: {@link dev.multiarch.sign.Sign}.
 *
 * <p>May import step and signature.
 */
package dev.multiarch.sign;
