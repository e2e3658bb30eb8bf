/**
 * The way of an image, a class a step: {@link dev.multiarch.pipeline.Plan}, {@link dev.multiarch.pipeline.Build}, {@link
 * dev.multiarch.pipeline.Merge}, {@link dev.multiarch.pipeline.Promote}, {@link dev.multiarch.pipeline.Ship}, and {@link
 * dev.multiarch.pipeline.Verify}, which judges what is published. No tag moves before a verdict.
 *
 * <p>May import everything but cli.
 */
package dev.multiarch.pipeline;
