/**
 * Build records, what a leg leaves behind, and the stores that keep them: {@link dev.multiarch.record.BuildRecord}, {@link
 * dev.multiarch.record.RecordStore}. {@link dev.multiarch.record.BuildFacts} is what rules see of them.
 *
 * <p>May import host and everything below it.
 */
package dev.multiarch.record;
