package dev.multiarch.dockerfile;

import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;

/**
 * An image that a build begins a stage with, or copies from.
 *
 * @param name with a tag or a digest
 * @param platform that is taken of it
 * @param stage that uses it, by its name or else its number from 0; empty for the base of the stage that becomes the image
 */
public record UsedImage(Reference name, Platform platform, String stage) {}
