package dev.multiarch.dockerfile;

/**
 * An argument of an instruction.
 *
 * @param value with its quotes, except in a JSON array
 * @param start where it begins in the instruction's line
 * @param end where it ends there
 */
public record Word(String value, int start, int end) {}
