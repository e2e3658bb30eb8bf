package dev.multiarch.registry.http;

import java.util.List;
import java.util.Map;

/**
 * An answer whose body is still to be read.
 *
 * @param headers names without regard to case, at most {@value Head#MOST_BYTES} bytes in all
 * @param body empty for an answer without one; the caller closes it
 */
public record HttpResponse(int status, Map<String, List<String>> headers, HttpBody body) {}
