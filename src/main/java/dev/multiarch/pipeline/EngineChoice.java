package dev.multiarch.pipeline;

import dev.multiarch.process.ProgramException;
import java.util.Optional;

/** What makes the index and moves tags. */
public enum EngineChoice {
    /** imagetools where there is a buildx, else our own. */
    AUTO,
    IMAGETOOLS,
    NATIVE;

    /** What the message holds where something else calls itself docker. */
    private static final String IMPOSTOR = "no buildx was found: docker";

    /** @throws ProgramException if imagetools is wanted and there is no buildx */
    Engine of(Tools tools, Optional<String> builder) throws ProgramException {
        if (this == NATIVE) {
            return new NativeEngine(tools.registry());
        }
        try {
            return new ImagetoolsEngine(tools, tools.buildx(), builder);
        } catch (ProgramException none) {
            if (this == IMAGETOOLS) {
                throw none;
            }
            tools.progress().accept("no buildx here: multiarch writes the index itself");
            if (none.getMessage().contains(IMPOSTOR)) {
                tools.progress().accept(none.getMessage());
            }
            return new NativeEngine(tools.registry());
        }
    }
}
