/**
 * The commands, a class each, listed in {@link dev.multiarch.cli.Commands}. A command reads its options, calls a step and turns the result
 * into text and an exit code. Only the chosen command's picocli model is built: building all of them costs more than the work.
 *
 * <p>May import everything.
 */
package dev.multiarch.cli;
