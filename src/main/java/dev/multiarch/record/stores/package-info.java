/**
 * The kinds of store that are not on this machine: {@link dev.multiarch.record.stores.RegistryStore}, and Google's, which is
 * loaded by name where it is wanted. Enter by {@link dev.multiarch.record.stores.StorePlace}.
 *
 * <p>May import record and everything below it.
 */
package dev.multiarch.record.stores;
