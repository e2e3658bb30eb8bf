/**
 * JSON in and out (RFC 8259), with limits on depth and size and with the path of a wrong member in each message. Enter by
 * {@link dev.multiarch.json.Json} and {@link dev.multiarch.json.JsonObject}; {@link dev.multiarch.json.SafeJson} is for answers that a terminal may show.
 *
 * <p>Imports only text of this project.
 */
package dev.multiarch.json;
