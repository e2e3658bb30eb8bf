/**
 * An HTTP/1.1 client on sockets of its own (RFC 9110, RFC 9112). Enter by {@link
 * dev.multiarch.registry.http.HttpClient}. It knows nothing of registries, redirects or passwords.
 *
 * <p>Each exchange ends within its time limit whatever the server does, because a watcher closes its socket. Each part of
 * an answer that a server could make endless has a separate limit. An answer that two readers could understand in two
 * ways is refused.
 *
 * <p>Imports nothing of this project.
 */
package dev.multiarch.registry.http;
