/**
 * Texts as people and programs write them: sizes, durations, lists, patterns; and text from outside, made safe to print.
 * Enter by {@link dev.multiarch.text.Printable}.
 *
 * <p>Imports nothing of this project.
 */
package dev.multiarch.text;
