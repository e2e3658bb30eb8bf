package dev.multiarch.record;

/**
 * The buildx builder of a leg.
 *
 * @param buildkit its version, as it says itself; empty where it says none
 */
public record RecordedBuilder(String name, String driver, String endpoint, String buildkit) {}
