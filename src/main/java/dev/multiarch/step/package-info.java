/**
 * What the steps share: the {@link dev.multiarch.step.Session} that a command works with, how its time is counted, and the three ways in
 * which a step ends badly: {@link dev.multiarch.step.Refused}, {@link dev.multiarch.step.CannotJudge}, {@link dev.multiarch.step.StepFailed}.
 *
 * <p>May import registry and what is below it.
 */
package dev.multiarch.step;
