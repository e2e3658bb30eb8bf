package dev.multiarch.build;

import dev.multiarch.image.Platform;
import dev.multiarch.text.Printable;
import java.util.Optional;

/**
 * A step that has ended, as a line of a table.
 *
 * @param platform that it ran on; empty where that is not known
 * @param mark emulated, native, or unknown; a dash where the step runs no program
 * @param time {@code 1.3 s}, cached, failed or canceled
 * @param title with its line in the Dockerfile
 */
record StepRow(Optional<Platform> platform, String mark, String time, String title) {
    private static final int LONGEST_TITLE = 300;

    /** @param runs whether the step runs a program */
    static String mark(boolean runs, Optional<Boolean> emulated) {
        if (!runs) {
            return "-";
        }
        return emulated.map(is -> is ? "emulated" : "native").orElse("unknown");
    }

    @Override
    public String toString() {
        String name = platform.map(Platform::toString).orElse("-");
        return String.format("%-14s  %-8s  %9s  %s", name, mark, time, Printable.cut(title, LONGEST_TITLE));
    }
}
