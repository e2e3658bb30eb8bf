/**
 * The whole line on one host: {@link dev.multiarch.ship.Ship}.
 *
 * <p>May import build and publish.
 */
package dev.multiarch.ship;
