/**
 * Sets up emulation and a builder where a platform needs them, and removes it again: {@link dev.multiarch.emulation.Setup},
 * {@link dev.multiarch.emulation.Repair}, {@link dev.multiarch.emulation.Uninstall}.
 *
 * <p>May import step and host.
 */
package dev.multiarch.emulation;
