/**
 * What GitHub Actions reads from a step: outputs, the job summary, workflow commands. Knows nothing of verdicts.
 *
 * <p>May import image, process and the spelling hints of policy.yaml. Formats: GitHub's workflow commands and environment files.
 */
package dev.multiarch.github;
