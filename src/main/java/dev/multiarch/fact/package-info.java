/**
 * A value that was found out, or the reason why it is not known: {@link dev.multiarch.fact.Fact}, and how it was learnt: {@link dev.multiarch.fact.FactSource}.
 *
 * <p>May import image and what is below it.
 */
package dev.multiarch.fact;
