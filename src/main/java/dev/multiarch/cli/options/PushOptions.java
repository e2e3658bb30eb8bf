package dev.multiarch.cli.options;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.console.Workspace;
import dev.multiarch.publish.Layouts;
import dev.multiarch.registry.layout.LayoutWriter;
import dev.multiarch.step.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/** Whether anything is written to a registry. */
public final class PushOptions {
    static final String LAYOUT = ".multiarch/layout";

    private final OptionSpec noPush = Options.flag(
            "--no-push",
            "Write nothing to any registry and move no tag: legs and the merged image are written as OCI layouts on"
                    + " this machine. For pull requests.");

    /** The option itself, for the group that it belongs to. */
    public OptionSpec option() {
        return noPush;
    }

    public boolean noPush() {
        return noPush.getValue();
    }

    /** Where each leg is built to; empty where it is pushed. */
    public Optional<Path> legs(Console console, FileOptions files) throws IOException, UsageException {
        String records = records(files);
        return noPush() ? Optional.of(Workspace.reading(console, "--records", records)) : Optional.empty();
    }

    /** Where records are kept: where nothing is written to any registry, on this machine, next to the legs. */
    public String records(FileOptions files) {
        return noPush() && !Records.isFolder(files.records()) ? Records.DEFAULT : files.records();
    }

    /** Says so where that is not what was asked for. */
    public void tell(Session tools, FileOptions files) {
        String records = records(files);
        if (!records.equals(files.records())) {
            tools.progress()
                    .accept("nothing is pushed, so the records go into " + records + " instead of " + files.records());
        }
    }

    /** Where legs are merged; empty where that is the registry. */
    Optional<Layouts> layouts(Console console, FileOptions files, Optional<String> layout)
            throws IOException, UsageException {
        if (!noPush() && layout.isPresent()) {
            throw new UsageException("--layout " + layout.get() + " is given without --no-push, but an image that is"
                    + " pushed is not written to a layout. Fix: give --no-push, or leave out --layout");
        }
        String name = layout.orElse(LAYOUT);
        Optional<Path> store = legs(console, files);
        if (store.isEmpty()) {
            return Optional.empty();
        }
        Path result = Workspace.writing(console, "--layout", name);
        LayoutWriter.requireLayoutOrNothing(result);
        return Optional.of(new Layouts(store.get(), result, name));
    }
}
