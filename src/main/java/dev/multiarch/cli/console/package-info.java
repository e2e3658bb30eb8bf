/**
 * What every command has: streams, environment, exit codes, and errors as sentences. Enter by
 * {@link dev.multiarch.cli.console.Console} and {@link dev.multiarch.cli.console.Command}.
 *
 * <p>May import step and what is below it.
 */
package dev.multiarch.cli.console;
