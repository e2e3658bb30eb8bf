package dev.multiarch.registry;

import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import java.nio.file.Path;
import java.time.Duration;

/** Pushes to registries with somebody else's client. */
public record Crane(Path dockerConfig) {
    /** @return what crane said */
    public String run(String... arguments) throws ProgramException {
        String[] words = new String[arguments.length + 1];
        words[0] = "crane";
        System.arraycopy(arguments, 0, words, 1, arguments.length);
        Program crane = Program.of(words).within(Duration.ofMinutes(1)).with("DOCKER_CONFIG", dockerConfig.toString());
        return new Programs(line -> {}).run(crane).orThrow().text();
    }
}
