package dev.multiarch.pipeline;

import dev.multiarch.process.Buildx;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import dev.multiarch.registry.Registry;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the steps work with.
 *
 * @param progress gets one line, without newline, for what may take over two seconds
 */
public record Tools(Registry registry, Programs programs, Map<String, String> environment, Consumer<String> progress) {
    /** Looked for only by steps that build or merge: judging needs no docker. */
    public Buildx buildx() throws ProgramException {
        return Buildx.find(programs, environment);
    }
}
