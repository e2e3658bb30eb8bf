package dev.multiarch.cli;

import dev.multiarch.image.Digest;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * Loads what nearly every command needs, on another thread while the options are read: the decimal numbers that each parser
 * of JSON and YAML knows take Java 25 ten milliseconds, and the first digest takes five.
 */
final class Preload {
    private Preload() {}

    static void begin() {
        var thread = new Thread(Preload::load, "preload");
        thread.setDaemon(true);
        thread.start();
    }

    private static void load() {
        Digest.of(BigDecimal.ONE.toString().getBytes(StandardCharsets.US_ASCII));
    }
}
