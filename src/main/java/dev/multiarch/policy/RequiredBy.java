package dev.multiarch.policy;

import dev.multiarch.policy.yaml.Place;

/**
 * A policy that asks for what a finding is about.
 *
 * @param policy its name
 * @param place where the rule is set: in the policy itself, or in one that it extends
 */
public record RequiredBy(String policy, Place place) {}
