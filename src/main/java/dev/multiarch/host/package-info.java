/**
 * Facts about the host that builds: {@link dev.multiarch.fact.Fact} says what is known and how it was learnt. The builder
 * may be another host than this one; {@link dev.multiarch.host.BuilderHost} finds out by running something on it.
 *
 * <p>May import registry, process and image. Formats: the kernel's admin-guide/binfmt-misc and proc(5).
 */
package dev.multiarch.host;
