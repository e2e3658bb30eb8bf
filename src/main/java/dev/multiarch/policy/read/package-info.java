/**
 * Reads policy files with what they extend. Enter by {@link dev.multiarch.policy.read.PolicyReader}; {@link dev.multiarch.policy.read.OptionPolicies}
 * makes policies of options. Every error has its file, line and column.
 *
 * <p>May import policy.rules, policy and policy.yaml.
 */
package dev.multiarch.policy.read;
