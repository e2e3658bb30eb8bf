package dev.multiarch.dockerfile;

import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.List;

/**
 * A Dockerfile.
 *
 * @param escape what continues a line and escapes a character: {@code \} or a back quote
 * @param globals the {@code ARG}s in front of the first {@code FROM}
 */
public record Dockerfile(
        SourceText source, char escape, List<Directive> directives, List<Instruction> globals, List<Stage> stages) {
    public Dockerfile {
        directives = List.copyOf(directives);
        globals = List.copyOf(globals);
        stages = List.copyOf(stages);
    }

    /**
     * @param file names it in messages
     * @throws FormatException with file, line and column, if BuildKit would refuse it
     */
    public static Dockerfile parse(String file, byte[] bytes) {
        return parse(SourceText.of(file, bytes));
    }

    /** The same file with another text. */
    public Dockerfile with(String text) {
        return parse(source.with(text));
    }

    private static Dockerfile parse(SourceText source) {
        var reader = new InstructionReader(source);
        List<Instruction> globals = new ArrayList<>();
        List<Stage> stages = new ArrayList<>();
        List<Instruction> own = new ArrayList<>();
        for (Instruction instruction : reader.read()) {
            if (instruction.keyword() == Keyword.FROM) {
                if (!stages.isEmpty()) {
                    end(stages, own);
                }
                stages.add(new Stage(stages.size(), instruction, List.of()));
            } else if (!stages.isEmpty()) {
                own.add(instruction);
            } else if (instruction.keyword() == Keyword.ARG) {
                globals.add(instruction);
            } else {
                throw new FormatException(source.file() + ":" + instruction.firstLine()
                        + ":1 there is no stage yet: the first instruction has to be FROM or ARG, found "
                        + instruction.keyword());
            }
        }
        if (stages.isEmpty()) {
            throw new FormatException(source.file() + " has no FROM, so there is nothing to build");
        }
        end(stages, own);
        return new Dockerfile(source, reader.escape(), reader.directives(), globals, stages);
    }

    private static void end(List<Stage> stages, List<Instruction> own) {
        Stage last = stages.remove(stages.size() - 1);
        stages.add(new Stage(last.index(), last.from(), own));
        own.clear();
    }

    /** All instructions, in the order of the file. */
    public List<Instruction> instructions() {
        List<Instruction> all = new ArrayList<>(globals);
        stages.forEach(stage -> {
            all.add(stage.from());
            all.addAll(stage.instructions());
        });
        return all;
    }
}
