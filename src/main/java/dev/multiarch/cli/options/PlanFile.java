package dev.multiarch.cli.options;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.InputFile;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.console.Workspace;
import dev.multiarch.plan.Plan;
import dev.multiarch.process.FileOutput;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Reads and writes a plan file. */
public final class PlanFile {
    public static final String DEFAULT = ".multiarch/plan.json";
    private static final int LARGEST = 1 << 20;

    private PlanFile() {}

    public static Plan read(Console console, String name) throws IOException, UsageException {
        Path file = Workspace.reading(console, "--plan", name);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new UsageException("there is no plan file " + name
                    + ". Fix: multiarch plan --image REPO --platforms …" + ", or name the file by --plan");
        }
        byte[] bytes = InputFile.read(console, "--plan", name, LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw new FormatException("plan file " + name + " is larger than 1 MiB, so it is not a plan");
        }
        return Plan.read(bytes, name);
    }

    public static void write(Console console, String name, byte[] plan) throws IOException, UsageException {
        FileOutput.replace(Workspace.writing(console, "--plan", name), plan);
    }
}
