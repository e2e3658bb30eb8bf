package dev.multiarch.host.diagnosis;

import dev.multiarch.image.Platform;
import java.util.List;
import java.util.Optional;

/**
 * One thing that a log shows.
 *
 * @param platform of the build step that said it, where the log tells
 * @param line the first that showed it
 * @param evidence empty where nothing that a host tells could decide
 */
public record Diagnosis(String id, Page page, Optional<Platform> platform, Line line, List<Evidence> evidence) {
    /**
     * A line of the log.
     *
     * @param number from 1, in the whole log
     * @param text neutralised, without time stamps, at most 500 characters
     */
    public record Line(long number, String text) {}
}
