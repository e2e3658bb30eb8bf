package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.Dockerfile;
import dev.multiarch.dockerfile.Instruction;
import dev.multiarch.dockerfile.Stage;
import java.util.Optional;

/** Which instruction and which stage a place in a file belongs to. */
final class Places {
    private Places() {}

    static Optional<Instruction> at(Dockerfile file, int offset) {
        int line = file.source().spot(offset).line();
        Instruction found = null;
        for (Instruction instruction : file.instructions()) {
            if (instruction.firstLine() > line) {
                break;
            }
            found = instruction;
        }
        return Optional.ofNullable(found).filter(instruction -> instruction.lastLine() >= line);
    }

    static Optional<Stage> stage(Dockerfile file, int offset) {
        int line = file.source().spot(offset).line();
        Stage found = null;
        for (Stage stage : file.stages()) {
            if (stage.from().firstLine() > line) {
                break;
            }
            found = stage;
        }
        return Optional.ofNullable(found);
    }

    /** Where the lines of an instruction begin. */
    static int start(Dockerfile file, Instruction instruction) {
        return file.source().start(instruction.firstLine());
    }
}
