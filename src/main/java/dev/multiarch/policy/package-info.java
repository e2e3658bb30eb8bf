/**
 * Policies and what they say of a subject. Enter by {@link dev.multiarch.policy.Judgement}. Judging does no I/O: facts come in gathered,
 * findings go out as data.
 *
 * <p>May import policy.yaml, record and what is below it.
 */
package dev.multiarch.policy;
