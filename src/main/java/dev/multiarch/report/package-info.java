/**
 * A verdict as people and programs read it. Enter by {@link dev.multiarch.report.Reports}; text from images is neutralised
 * here, before anything is printed. {@link dev.multiarch.report.DiagnosisReport} prints what a log shows.
 *
 * <p>May import policy and everything below it.
 */
package dev.multiarch.report;
