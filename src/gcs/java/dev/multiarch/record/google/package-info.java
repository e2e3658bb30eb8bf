/**
 * Records in Google Cloud Storage, by Google's own library over HTTP. Neither is in the program's jar: both are in
 * {@code multiarch-gcs.jar}, which the launcher adds where a place begins with {@code gs://}. Loaded by name, see {@link
 * dev.multiarch.record.stores.GoogleStores}.
 *
 * <p>May import record.stores and everything below it. No other package may import Google's.
 */
package dev.multiarch.record.google;
