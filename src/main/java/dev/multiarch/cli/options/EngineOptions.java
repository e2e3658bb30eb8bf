package dev.multiarch.cli.options;

import dev.multiarch.publish.EngineChoice;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What writes the index and moves tags. */
public final class EngineOptions {
    public static final String HEADING = "Writing the index";

    private final OptionSpec builder = Options.text(
            "--builder",
            "NAME",
            "The buildx builder; the current one by default. imagetools uses its registry settings.");

    private final OptionSpec engine = Options.choice(
            "--engine",
            EngineChoice.AUTO,
            "What writes the index and moves tags: docker buildx imagetools, or multiarch itself. Both write the"
                    + " same bytes. Default: imagetools if buildx is installed.",
            List.of(EngineChoice.values()));

    public CommandSpec spec() {
        return Options.group(builder, engine);
    }

    public Optional<String> builder() {
        return Options.given(builder);
    }

    public EngineChoice engine() {
        return engine.getValue();
    }
}
