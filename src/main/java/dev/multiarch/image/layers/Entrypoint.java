package dev.multiarch.image.layers;

import dev.multiarch.image.ImageConfig;
import dev.multiarch.image.layers.Binaries.Started;

/** Finds the program that a container of an image starts. */
public record Entrypoint(RootFs root, ImageConfig.Start start) {
    public Started find() {
        return start.command().isEmpty()
                ? Started.unknown("the config has neither an entrypoint nor a command")
                : new ProgramLookup(root, start).program(start.command().get(0));
    }
}
