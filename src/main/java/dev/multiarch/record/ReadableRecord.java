package dev.multiarch.record;

import java.util.Optional;

/**
 * A record, or why there is none.
 *
 * @param record empty where it is gone, or is none
 * @param problem empty unless it is none
 */
public record ReadableRecord(Optional<BuildRecord> record, String problem) {}
