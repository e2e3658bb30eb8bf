package dev.multiarch.cli;

import dev.multiarch.pipeline.EngineChoice;
import picocli.CommandLine.Option;

/** What makes the index. */
final class EngineOptions {
    @Option(
            names = "--engine",
            defaultValue = "auto",
            paramLabel = "auto|imagetools|native",
            description =
                    "What writes the index and moves tags: docker buildx imagetools, or multiarch itself, with the"
                            + " same bytes. By default imagetools where there is a buildx.")
    EngineChoice engine;
}
