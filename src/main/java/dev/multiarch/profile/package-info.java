/**
 * What a registry accepts, tried out on content of our own that is removed again: {@link dev.multiarch.profile.Trials}.
 *
 * <p>May import step, registry, image, json and text.
 */
package dev.multiarch.profile;
