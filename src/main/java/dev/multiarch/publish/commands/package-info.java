/**
 * Prints the equivalent commands of other tools, for people who want to know or to go back: {@link
 * dev.multiarch.publish.commands.OtherTool}.
 *
 * <p>May import publish.source.
 */
package dev.multiarch.publish.commands;
