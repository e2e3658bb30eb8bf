/**
 * Tells GitHub what a verdict says: commit statuses, check runs and comments. Enter by {@link
 * dev.multiarch.github.CommitReporter}. The library for GitHub's API is behind {@link dev.multiarch.github.Api}, and is loaded
 * only where something is reported.
 *
 * <p>Formats: GitHub's REST API, and the event payloads of GitHub Actions.
 *
 * <p>May import report and what is below it.
 */
package dev.multiarch.github;
