/**
 * What is done with the records of a whole store: {@link dev.multiarch.archive.StoredRecords} finds them, {@link
 * dev.multiarch.archive.CopyRecords} copies them to another store, {@link dev.multiarch.archive.PruneRecords} removes old ones.
 *
 * <p>May import record.stores and everything below it.
 */
package dev.multiarch.archive;
