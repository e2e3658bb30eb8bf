package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.Keyword;
import dev.multiarch.dockerfile.Stage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compilers that could compile for another platform, run under emulation. */
final class CrossCompile implements Check {
    /** Programs, the words that make them compile, and how they do so for another platform. */
    private record Compiler(Set<String> verbs, String fix) {}

    private static final String STAGE = "write FROM --platform=$BUILDPLATFORM, ARG TARGETOS TARGETARCH, and ";

    private static final Map<String, Compiler> COMPILERS = Map.of(
            "go",
            new Compiler(Set.of("build", "install"), STAGE + "GOOS=$TARGETOS GOARCH=$TARGETARCH go build"),
            "cargo",
            new Compiler(
                    Set.of("build", "install", "chef", "rustc"),
                    "write FROM --platform=$BUILDPLATFORM, take tonistiigi/xx (COPY --from=xx / /), and call xx-cargo"),
            "dotnet",
            new Compiler(Set.of("publish", "build"), STAGE + "dotnet publish -a $TARGETARCH"),
            "zig",
            new Compiler(Set.of("build", "build-exe", "cc", "c++"), STAGE + "zig build -Dtarget=…"));

    private static final Set<String> INSTALLS = Set.of("install", "chef");

    private static final String OF_XX =
            "write FROM --platform=$BUILDPLATFORM: xx compiles for the target on the builder";

    @Override
    public String good() {
        return "no compiler that could cross-compile runs under emulation";
    }

    @Override
    public Advice look(Analysis analysis) {
        if (!analysis.isForSeveral()) {
            return Advice.skipped("one architecture is planned, so none has to be emulated");
        }
        Set<Integer> last = lastStages(analysis);
        List<Fault> faults = new ArrayList<>();
        for (Stage stage : analysis.file().stages()) {
            analysis.of(stage.index()).stream()
                    .filter(view -> view.reached() && view.runsOn().kind() == RunsOn.Kind.TARGET)
                    .findFirst()
                    .flatMap(view -> fault(analysis, view, last.contains(stage.index())))
                    .ifPresent(faults::add);
        }
        return Advice.of(faults);
    }

    /** The last stage, and those that it begins with: what is in them is in the image. */
    private static Set<Integer> lastStages(Analysis analysis) {
        Set<Integer> last = new LinkedHashSet<>();
        for (List<StageView> views : analysis.views().values()) {
            Optional<Integer> at = Optional.of(views.size() - 1);
            while (at.isPresent()) {
                last.add(at.get());
                at = views.get(at.get()).parent();
            }
        }
        return last;
    }

    private static Optional<Fault> fault(Analysis analysis, StageView view, boolean inImage) {
        List<Executed> compiling = view.steps().stream()
                .flatMap(step -> step.scripts().stream())
                .flatMap(run -> run.executed().stream())
                .filter(command -> compiles(command, inImage))
                .toList();
        if (compiling.isEmpty()) {
            return Optional.empty();
        }
        Executed first = compiling.get(0);
        if (!inImage && !isTaken(analysis, view, compiling)) {
            return Optional.empty();
        }
        String program = first.program();
        boolean xx = program.startsWith("xx-");
        boolean linksC = first.settings()
                        .getOrDefault("CGO_ENABLED", Value.of("0"))
                        .text()
                        .equals("1")
                || first.texts().stream().anyMatch(word -> word.matches("-buildmode=(?:c-.*|plugin)"));
        String fix = xx
                ? OF_XX
                : linksC
                        ? "write FROM --platform=$BUILDPLATFORM, take tonistiigi/xx (COPY --from=xx / /), and call xx-go"
                        : COMPILERS.get(program).fix();
        return Optional.of(new Fault(
                first.offset(),
                List.of(),
                "a stage on $BUILDPLATFORM",
                "a stage on the target's platform",
                program + " " + first.verb() + " runs under emulation for each platform but the builder's own"
                        + (program.equals("dotnet") ? ", where .NET is not supported" : ""),
                inImage ? "compile in a separate stage: " + fix : fix,
                inImage || xx || linksC ? List.of() : new CrossEdits(analysis, view).of(program)));
    }

    /**
     * Whether another stage copies of it. What is only mounted, or only run where it was compiled, is a tool of the build; so
     * is what is installed, unless it is copied from where that is.
     */
    private static boolean isTaken(Analysis analysis, StageView view, List<Executed> compiling) {
        boolean builds = compiling.stream().anyMatch(command -> !INSTALLS.contains(command.verb()));
        return analysis.file().stages().stream()
                .flatMap(stage -> analysis.all(stage.index(), Keyword.COPY).stream())
                .filter(copy -> StageResolver.isFrom(copy, view.stage()))
                .flatMap(copy -> copy.words().stream())
                .anyMatch(word -> builds || word.value().matches(".*(?:bin|out)(?:/.*)?"));
    }

    /** In a stage that becomes the image, tools are installed as well; only a build is taken for the program itself. */
    private static boolean compiles(Executed command, boolean inImage) {
        String program = command.program();
        if (program.startsWith("xx-") && !program.equals("xx-info") && !program.equals("xx-verify")) {
            return List.of("xx-go", "xx-cargo", "xx-clang", "xx-clang++").contains(program);
        }
        Compiler compiler = COMPILERS.get(program);
        return compiler != null
                && compiler.verbs().contains(command.verb())
                && !(inImage && INSTALLS.contains(command.verb()));
    }
}
