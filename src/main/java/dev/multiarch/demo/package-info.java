/**
 * The whole line in one process, on the classes that the commands run on: {@link dev.multiarch.demo.Demo}. Staged are the
 * legs alone, which nobody built: real images of tiny real programs, with records of hosts that never were.
 */
package dev.multiarch.demo;
