package dev.multiarch.cli.console;

/**
 * Something to be seen next to a line of a file.
 *
 * @param error whether it is an error rather than a warning
 * @param file relative to the root of the repository
 * @param line counted from 1, as is the column
 */
public record Annotation(boolean error, String file, int line, int column, String title, String text) {}
