package dev.multiarch.publish;

import dev.multiarch.process.ProgramException;
import dev.multiarch.step.Session;
import java.util.Optional;

/** What makes the index and moves tags. */
public enum EngineChoice {
    /** imagetools where there is a buildx, else our own. */
    AUTO,
    IMAGETOOLS,
    NATIVE;

    /** Before what the message says of a program that is there and is not buildx. */
    private static final String IMPOSTOR = "no buildx was found: ";

    /** @throws ProgramException if imagetools is wanted and there is no buildx */
    Engine of(Session tools, Optional<String> builder) throws ProgramException {
        if (this == NATIVE) {
            return new NativeEngine(tools);
        }
        try {
            return new ImagetoolsEngine(tools, tools.buildx(), builder);
        } catch (ProgramException none) {
            if (this == IMAGETOOLS) {
                throw none;
            }
            tools.progress().accept("no buildx here: multiarch writes the index itself" + impostor(none.getMessage()));
            return new NativeEngine(tools);
        }
    }

    /** What calls itself docker, where it is something else; empty where there is nothing. */
    private static String impostor(String message) {
        int start = message.indexOf(IMPOSTOR);
        return start < 0
                ? ""
                : " (" + message.substring(start + IMPOSTOR.length()).replaceFirst("\\. Fix: .*", "") + ")";
    }
}
