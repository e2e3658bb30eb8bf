/**
 * Build records, what a leg leaves behind, and where they are kept: {@link dev.multiarch.record.BuildRecord}, {@link
 * dev.multiarch.record.RecordStore} on an {@link dev.multiarch.record.ObjectStore}, which other small objects may share.
 * {@link dev.multiarch.record.BuildFacts} is what rules see of records.
 *
 * <p>May import host and everything below it.
 */
package dev.multiarch.record;
