/**
 * Shell scripts of {@code RUN} instructions: as much of POSIX sh and bash as it takes to see which commands run with which
 * words. Enter by {@link dev.multiarch.dockerfile.shell.Script#read}. Nothing is run.
 *
 * <p>May import text.
 */
package dev.multiarch.dockerfile.shell;
