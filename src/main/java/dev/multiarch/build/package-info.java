/**
 * Builds one leg and leaves its build record: {@link dev.multiarch.build.Build}.
 *
 * <p>May import emulation and plan.
 */
package dev.multiarch.build;
