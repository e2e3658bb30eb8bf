/**
 * Running other programs: time-outs, limits on what they print, output that cannot command a terminal or a runner, and
 * ending them with everything they started. Enter by {@link dev.multiarch.process.Programs}; what buildx is called here,
 * {@link dev.multiarch.process.Buildx} knows. {@link dev.multiarch.process.FileOutput} writes files.
 *
 * <p>Imports only text of this project.
 */
package dev.multiarch.process;
