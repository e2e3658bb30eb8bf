package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.Instruction;
import dev.multiarch.dockerfile.Keyword;
import dev.multiarch.dockerfile.Word;
import dev.multiarch.dockerfile.advice.StageView.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The words of a stage that have to be of the platform's architecture. */
final class Candidates {
    /**
     * A word.
     *
     * @param offset in the file
     * @param from where in the value to look for names
     * @param does what is done with it
     * @param table that decides that it is done
     */
    record Candidate(
            Instruction instruction, int offset, Value value, int from, String does, Optional<Origin.Table> table) {}

    private static final Pattern PATH = Pattern.compile(
            ".*/(?:x86_64|i[3-6]86|aarch64|arm|powerpc64le|s390x|riscv64)-linux-(?:gnu|musl)[a-z]*(?:[/:].*)?"
                    + "|.*/jvm/.*-(?:amd64|arm64|armhf|i386|ppc64el|s390x|riscv64)(?:[/:].*)?",
            Pattern.DOTALL);

    private final char escape;
    private final List<Candidate> all = new ArrayList<>();
    private boolean foreignPackages;
    private boolean crossTools;

    private Candidates(char escape) {
        this.escape = escape;
    }

    static List<Candidate> of(StageView view, char escape) {
        var candidates = new Candidates(escape);
        view.steps().forEach(candidates::add);
        boolean onTarget = view.runsOn().kind() == RunsOn.Kind.TARGET;
        return candidates.foreignPackages && (!onTarget || candidates.crossTools)
                ? candidates.all.stream()
                        .filter(each -> !each.does().endsWith(" installs"))
                        .toList()
                : candidates.all;
    }

    private void add(Step step) {
        Instruction instruction = step.instruction();
        Consumer<Executed> each = command -> add(instruction, command);
        step.scripts().forEach(run -> run.executed().forEach(each));
        if (instruction.keyword() == Keyword.COPY || instruction.keyword() == Keyword.ADD) {
            copied(instruction, step.values());
        } else if (instruction.keyword() == Keyword.ENV) {
            variables(instruction, step.values());
        }
    }

    private void add(Instruction instruction, Executed command) {
        // dpkg --add-architecture arm64: packages of another architecture are wanted where programs for it are made
        foreignPackages |= command.texts().contains("--add-architecture");
        crossTools |= Interest.isCrossTool(command);
        if (!command.uncertain()) {
            Interest.in(command)
                    .forEach(wanted -> all.add(new Candidate(
                            instruction,
                            wanted.word().offset(),
                            wanted.value(),
                            wanted.from(),
                            wanted.does(),
                            command.table())));
        }
    }

    private void copied(Instruction instruction, Map<String, Value> values) {
        List<Word> sources = instruction.words().subList(0, instruction.words().size() - 1);
        for (Word word : sources) {
            Value value = FileWords.of(word.value(), escape, values);
            all.add(new Candidate(
                    instruction,
                    instruction.offset(word),
                    value,
                    Interest.path(value.text()),
                    instruction.keyword() + " takes",
                    Optional.empty()));
        }
    }

    private void variables(Instruction instruction, Map<String, Value> values) {
        instruction.pairs().forEach(pair -> {
            Value value = FileWords.of(pair.value().orElseThrow().value(), escape, values);
            if (PATH.matcher(value.text()).matches()) {
                int offset = instruction.offset(pair.whole());
                all.add(new Candidate(
                        instruction, offset, value, 0, "ENV sets " + pair.name() + " to", Optional.empty()));
            }
        });
    }
}
