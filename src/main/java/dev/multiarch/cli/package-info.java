/**
 * The commands, a class each, listed in {@link dev.multiarch.cli.Commands}. A command reads its options, hands over to the
 * pipeline and turns what comes back into text and an exit code; there is no other logic here. Only the chosen command's
 * picocli model is built, as building all of them costs more than the work.
 */
package dev.multiarch.cli;
