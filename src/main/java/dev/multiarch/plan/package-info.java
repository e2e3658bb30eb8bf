/**
 * What one build is to make: {@link dev.multiarch.plan.Plan}, made from {@link dev.multiarch.plan.PlanRequest}. Everything later is compared with it.
 *
 * <p>May import step.
 */
package dev.multiarch.plan;
