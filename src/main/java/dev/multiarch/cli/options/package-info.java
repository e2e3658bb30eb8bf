/**
 * Options that several commands share. Enter by {@link dev.multiarch.cli.options.Options}: the kinds of options, as picocli's
 * models.
 *
 * <p>May import cli.console and the steps.
 */
package dev.multiarch.cli.options;
