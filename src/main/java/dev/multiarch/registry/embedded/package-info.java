/**
 * A registry in this process (OCI Distribution 1.1; error bodies and checks as distribution has them), on 127.0.0.1
 * alone, with its content in memory or in a folder. Enter by {@link dev.multiarch.registry.embedded.EmbeddedRegistry}.
 * It serves {@code demo}, and it is the tests' equipment: {@link dev.multiarch.registry.embedded.Fault} makes it answer
 * as broken registries do. It asks nobody for a password, so it is not a place for anything that must not be read by
 * another user of the machine.
 *
 * <p>Imports only image, json, process and text of this project.
 */
package dev.multiarch.registry.embedded;
