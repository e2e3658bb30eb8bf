package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.Instruction;
import dev.multiarch.dockerfile.Keyword;
import dev.multiarch.dockerfile.Stage;
import dev.multiarch.dockerfile.Word;
import dev.multiarch.dockerfile.advice.StageView.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The edit that moves a compiler's stage to the builder: for Go and .NET, which need nothing more than the name of the
 * target, and only where nothing else of the stage goes into the image.
 */
final class CrossEdits {
    private static final Set<String> GO = Set.of("amd64", "arm64", "386", "ppc64le", "s390x", "riscv64", "mips64le");
    private static final Set<String> DOTNET = Set.of("amd64", "arm64");
    private static final Set<String> C = Set.of("gcc", "g++", "build-base", "musl-dev", "build-essential", "libc6-dev");
    private static final Set<String> COMPILE = Set.of("build", "install", "test", "run", "generate", "vet");
    private static final String INSTALLED = "/(?:usr/(?:local/)?)?(?:s?bin|lib(?:64)?)(?:/.*)?|/opt(?:/.*)?";

    private final Analysis analysis;
    private final StageView view;
    private final Stage stage;

    CrossEdits(Analysis analysis, StageView view) {
        this.analysis = analysis;
        this.view = view;
        this.stage = view.stage();
    }

    List<Edit> of(String program) {
        Set<String> known = program.equals("go") ? GO : program.equals("dotnet") ? DOTNET : Set.of();
        boolean planned = analysis.platforms().stream().allMatch(platform -> known.contains(platform.architecture()));
        if (!planned || !isAlone() || takesMore() || linksC()) {
            return List.of();
        }
        List<Edit> edits = new ArrayList<>();
        int base = stage.from().offset(stage.base());
        edits.add(new Edit.Replace(base, base, "--platform=$BUILDPLATFORM "));
        for (Step step : view.steps()) {
            for (ScriptRun run : step.scripts()) {
                for (Executed command : run.executed()) {
                    if (command.program().equals(program) && !add(program, command, step.instruction(), edits)) {
                        return List.of();
                    }
                }
            }
        }
        return edits;
    }

    /** Whether it begins with an image, and no other stage begins with it. */
    private boolean isAlone() {
        return view.parent().isEmpty()
                && stage.from().flags().isEmpty()
                && analysis.views().values().stream()
                        .flatMap(List::stream)
                        .noneMatch(other -> other.parent()
                                .filter(index -> index == stage.index())
                                .isPresent());
    }

    /** Whether programs that were installed there are taken into another stage. */
    private boolean takesMore() {
        return analysis.file().stages().stream()
                .flatMap(other -> analysis.all(other.index(), Keyword.COPY).stream())
                .filter(copy -> StageResolver.isFrom(copy, stage))
                .flatMap(copy -> copy.words().subList(0, copy.words().size() - 1).stream())
                .map(Word::value)
                .anyMatch(path -> path.equals("/") || path.matches(INSTALLED) && !isBuilt(path));
    }

    /** Whether the stage compiles into it. */
    private boolean isBuilt(String path) {
        return view.steps().stream()
                .flatMap(step -> step.scripts().stream())
                .flatMap(run -> run.executed().stream())
                .filter(command -> Set.of("go", "dotnet").contains(command.program()))
                .anyMatch(command -> command.texts().contains(path));
    }

    private boolean linksC() {
        return view.steps().stream()
                .flatMap(step -> step.scripts().stream())
                .flatMap(run -> run.executed().stream())
                .anyMatch(command -> command.texts().stream().anyMatch(C::contains));
    }

    /** @return whether it can compile for the target */
    private boolean add(String program, Executed command, Instruction instruction, List<Edit> edits) {
        int line = Places.start(analysis.file(), instruction);
        if (program.equals("go")) {
            if (!COMPILE.contains(command.verb())) {
                return true;
            }
            if (!command.settings().containsKey("GOARCH")) {
                edits.add(new Edit.Replace(command.offset(), command.offset(), "GOOS=$TARGETOS GOARCH=$TARGETARCH "));
                edits.add(new Edit.Declare(stage.index(), line, "TARGETOS"));
                edits.add(new Edit.Declare(stage.index(), line, "TARGETARCH"));
            }
            boolean alone = command.settings()
                    .getOrDefault("CGO_ENABLED", Value.unknown())
                    .text()
                    .equals("0");
            return alone
                    && !instruction.isJson()
                    && command.words().get(0).value().text().equals("go");
        }
        if (Set.of("test", "tool", "run").contains(command.verb()) || instruction.isJson()) {
            return false;
        }
        boolean told = command.texts().stream().anyMatch(word -> word.matches("-[ar]|--arch.*|--runtime.*"));
        if (Set.of("restore", "build", "publish").contains(command.verb()) && !told) {
            Executed.Argument verb = command.operands().get(0);
            int end = verb.offset() + verb.word().end() - verb.word().start();
            edits.add(new Edit.Replace(end, end, " -a $TARGETARCH"));
            edits.add(new Edit.Declare(stage.index(), line, "TARGETARCH"));
        }
        return true;
    }
}
