package dev.multiarch.cli.options;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Where the plan and the build records are. */
public final class FileOptions {
    public static final String HEADING = "Files";

    private final OptionSpec plan =
            Options.text("--plan", "FILE", PlanFile.DEFAULT, "The plan file (" + PlanFile.DEFAULT + ").");

    private final OptionSpec records = Records.option();

    public CommandSpec spec() {
        return Options.group(plan, records);
    }

    public String plan() {
        return plan.getValue();
    }

    public String records() {
        return records.getValue();
    }
}
