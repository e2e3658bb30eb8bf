/**
 * A verdict as people and programs read it. Enter by {@link dev.multiarch.report.Reports}; text from images is neutralised
 * here, before anything is printed.
 *
 * <p>May import policy and everything below it.
 */
package dev.multiarch.report;
