package dev.multiarch.cli;

import picocli.CommandLine.Option;

/** Where the plan and the build records lie. */
final class FileOptions {
    @Option(
            names = "--plan",
            paramLabel = "FILE",
            defaultValue = PlanFile.DEFAULT,
            description = "The plan file (${DEFAULT-VALUE}).")
    String plan;

    @Option(
            names = "--records",
            paramLabel = "STORE",
            defaultValue = Records.DEFAULT,
            description = "The folder of build records (${DEFAULT-VALUE}).")
    String records;
}
