/**
 * What layers hold (OCI Image Format 1.1, "Layer"): streams of tar, decompressed, walked once and never unpacked; and where the
 * files of an archive of images are. Enter at
 * {@link dev.multiarch.image.layers.LayerReader}; {@link dev.multiarch.image.layers.RootFs} lays layers over each other.
 * Imports only image and json of this project. Everything here is hostile until it was read: each limit that is hit says so.
 */
package dev.multiarch.image.layers;
