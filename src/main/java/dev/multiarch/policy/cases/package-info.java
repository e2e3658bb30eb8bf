/**
 * Cases of a policy as files: what is known of an image, a policy, and the findings that must come of them, so that a
 * policy is tested without any image. Enter by {@link dev.multiarch.policy.cases.CaseFile}. The cases of this project's own
 * rules are such files.
 *
 * <p>May import policy and whatever policy may import.
 */
package dev.multiarch.policy.cases;
