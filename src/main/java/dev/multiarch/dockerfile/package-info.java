/**
 * Dockerfiles: what BuildKit's frontend reads of one, with the place of each part. Enter by
 * {@link dev.multiarch.dockerfile.Dockerfile#parse}. No I/O.
 *
 * <p>The grammar is that of BuildKit 0.34 ({@code frontend/dockerfile/parser} and {@code instructions}); golden files hold
 * ours to theirs. May import image and text.
 */
package dev.multiarch.dockerfile;
