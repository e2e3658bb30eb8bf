/**
 * Options that several commands share, as picocli models: {@link dev.multiarch.cli.options.Options}.
 *
 * <p>May import cli.console and the steps.
 */
package dev.multiarch.cli.options;
