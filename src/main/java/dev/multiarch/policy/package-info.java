/**
 * Policies and what they say of a subject. Enter by {@link dev.multiarch.policy.Judgement}; a policy is read by {@link
 * dev.multiarch.policy.read.PolicyReader}, the rules are listed in {@link dev.multiarch.policy.rules.Rules}. Judging does no I/O:
 * facts come in gathered, findings go out as data.
 *
 * <p>May import record and everything below it.
 */
package dev.multiarch.policy;
