/**
 * The rules, a class and a page each, under one id; {@link dev.multiarch.policy.rules.Rules} is their list and the only
 * public class.
 */
package dev.multiarch.policy.rules;
