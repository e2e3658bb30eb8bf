package dev.multiarch.cli.options;

import picocli.CommandLine.Option;

/** Where the plan and the build records are. */
public final class FileOptions {
    @Option(
            names = "--plan",
            paramLabel = "FILE",
            defaultValue = PlanFile.DEFAULT,
            description = "The plan file (${DEFAULT-VALUE}).")
    public String plan;

    @Option(
            names = "--records",
            paramLabel = "STORE",
            defaultValue = Records.DEFAULT,
            description = "The folder of build records (${DEFAULT-VALUE}).")
    public String records;
}
