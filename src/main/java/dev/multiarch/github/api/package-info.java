/**
 * GitHub's API by org.kohsuke:github-api. Nothing refers to this package: {@link dev.multiarch.github.Api} loads it by its
 * name, so that no other command pays for the library.
 *
 * <p>May import github, registry and what is below them.
 */
package dev.multiarch.github.api;
