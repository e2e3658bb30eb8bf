package dev.multiarch.cli;

import dev.multiarch.image.FormatException;
import dev.multiarch.pipeline.Plan;
import dev.multiarch.process.FileOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads and writes a plan file. */
final class PlanFile {
    static final String DEFAULT = ".multiarch/plan.json";
    private static final long LARGEST = 1 << 20;

    private PlanFile() {}

    static Plan read(Console console, String name) throws IOException, UsageException {
        Path file = Workspace.reading(console, "--plan", name);
        if (!Files.isRegularFile(file)) {
            throw new UsageException("there is no plan file " + name
                    + ". Fix: multiarch plan --image REPO --platforms …" + ", or name the file by --plan");
        }
        if (Files.size(file) > LARGEST) {
            throw new FormatException("plan file " + name + " is larger than 1 MiB, so it is not a plan");
        }
        return Plan.read(Files.readAllBytes(file), name);
    }

    static void write(Console console, String name, byte[] plan) throws IOException, UsageException {
        FileOutput.replace(Workspace.writing(console, "--plan", name), plan);
    }
}
