package dev.multiarch.cli.options;

import dev.multiarch.publish.EngineChoice;
import picocli.CommandLine.Option;

/** What makes the index. */
public final class EngineOptions {
    @Option(
            names = "--engine",
            defaultValue = "auto",
            paramLabel = "auto|imagetools|native",
            description =
                    "What writes the index and moves tags: docker buildx imagetools, or multiarch itself, with the"
                            + " same bytes. By default imagetools where there is a buildx.")
    public EngineChoice engine;
}
