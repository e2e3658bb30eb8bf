/**
 * Texts as people and programs write them: sizes, durations, lists, patterns; and text from outside, made safe to print.
 * Enter by {@link dev.multiarch.text.Printable}.
 *
 * <p>May import nothing of ours.
 */
package dev.multiarch.text;
