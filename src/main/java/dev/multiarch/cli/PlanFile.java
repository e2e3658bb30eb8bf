package dev.multiarch.cli;

import dev.multiarch.image.FormatException;
import dev.multiarch.pipeline.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a plan file. */
final class PlanFile {
    static final String DEFAULT = ".multiarch/plan.json";
    private static final long LARGEST = 1 << 20;

    private PlanFile() {}

    static Plan read(Console console, String name) throws IOException, UsageException {
        Path file = console.path(name);
        if (!Files.isRegularFile(file)) {
            throw new UsageException("there is no plan file " + name
                    + ". Fix: multiarch plan --image REPO --platforms …" + ", or name the file by --plan");
        }
        if (Files.size(file) > LARGEST) {
            throw new FormatException("plan file " + name + " is larger than 1 MiB: it is no plan");
        }
        return Plan.read(Files.readAllBytes(file), name);
    }
}
