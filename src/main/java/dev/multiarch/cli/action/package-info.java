/**
 * A step of GitHub Actions: the inputs of action.yml become a command line, and outputs and summary go where the runner reads
 * them ({@link dev.multiarch.cli.action.ActionCommand}). Formats: GitHub's workflow commands and environment files.
 *
 * <p>May import cli.options and cli.console.
 */
package dev.multiarch.cli.action;
