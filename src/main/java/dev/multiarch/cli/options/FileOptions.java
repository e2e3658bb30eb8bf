package dev.multiarch.cli.options;

import dev.multiarch.build.OwnFiles;
import dev.multiarch.cli.console.Console;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Where the plan and the build records are. */
public final class FileOptions {
    public static final String HEADING = "Files";

    private static final Path OURS = Path.of(PlanFile.DEFAULT).getParent();

    private final OptionSpec plan =
            Options.text("--plan", "FILE", PlanFile.DEFAULT, "The plan file (" + PlanFile.DEFAULT + ").");

    private final OptionSpec records = Records.option();

    public CommandSpec spec() {
        return Options.group(plan, records);
    }

    /** Folders in which commands write, if they are on this machine. */
    private List<Path> folders(Console console) {
        List<Path> folders = new ArrayList<>(List.of(console.path(OURS.toString())));
        if (Records.isFolder(records())) {
            folders.add(console.path(records()));
        }
        return folders;
    }

    /** Says so where a build takes them into its image. */
    public void warn(Console console, List<String> build) {
        OwnFiles.warning(console.directory(), build, folders(console)).ifPresent(console::say);
    }

    public String plan() {
        return plan.getValue();
    }

    public String records() {
        return records.getValue();
    }
}
