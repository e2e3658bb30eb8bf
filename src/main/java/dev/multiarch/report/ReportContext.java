package dev.multiarch.report;

import java.time.Instant;
import java.util.Optional;

/**
 * When and where a verdict came about, for its readers.
 *
 * @param version of this program
 * @param run the address of the CI's run
 * @param commit that the CI has checked out
 */
public record ReportContext(
        Instant time, String version, Optional<String> run, Optional<String> commit, TagMoves tags) {}
