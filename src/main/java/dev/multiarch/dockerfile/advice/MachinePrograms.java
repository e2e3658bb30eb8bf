package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.Keyword;
import dev.multiarch.dockerfile.advice.StageView.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Programs that a stage compiles for the machine that it runs on, and that are copied into a stage for the target. */
final class MachinePrograms {
    private static final Set<String> COPIERS = Set.of("cp", "mv", "install", "ln");

    /** They may set what compilers read, in a way that can't be seen here. */
    private static final Set<String> SETTERS = Set.of(".", "source", "eval");

    private static final int MOST_OUTPUTS = 64;

    private final Analysis analysis;
    private final TakenFiles taken;
    private final boolean start;

    /** @param stages that files are copied from */
    MachinePrograms(Analysis analysis, Set<Integer> stages) {
        this.analysis = analysis;
        this.taken = TakenFiles.of(analysis, stages);
        this.start = startsItself(analysis);
    }

    /** The first. */
    Optional<Executed> in(StageView view) {
        if (taken.sources().isEmpty() || isTold(view)) {
            return Optional.empty();
        }
        boolean fixed = view.runsOn().kind() == RunsOn.Kind.FIXED;
        List<Executed> made = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        String folder = "";
        for (Step step : view.steps()) {
            folder = TakenFiles.folder(folder, step, analysis.file().escape());
            for (ScriptRun run : step.scripts()) {
                for (Executed command : run.executed()) {
                    var compilation = new Compilation(command);
                    if (compilation.isForMachine(fixed, start)) {
                        List<String> own = compilation.outputs();
                        made.add(command);
                        if (own.isEmpty() && taken.hasIn(folder)) {
                            return Optional.of(command);
                        }
                        for (String path : own) {
                            add(path, folder, outputs);
                        }
                    } else if (COPIERS.contains(command.program())) {
                        moved(command, folder, outputs);
                    }
                }
            }
        }
        return made.stream().findFirst().filter(first -> outputs.stream().anyMatch(taken::has));
    }

    private static void add(String path, String folder, List<String> outputs) {
        if (outputs.size() < MOST_OUTPUTS && !path.isEmpty()) {
            outputs.add(path);
            if (!path.startsWith("/") && !folder.isEmpty()) {
                outputs.add(folder + "/" + path.replaceFirst("^(?:\\./)+", ""));
            }
        }
    }

    private static void moved(Executed command, String folder, List<String> outputs) {
        List<String> words =
                command.operands().stream().map(word -> word.value().text()).toList();
        if (words.size() > 1) {
            boolean ours = words.subList(0, words.size() - 1).stream()
                    .anyMatch(word -> outputs.stream()
                            .anyMatch(path ->
                                    ("/" + word + "/").contains(path.startsWith("/") ? path : "/" + path + "/")));
            if (ours) {
                add(words.get(words.size() - 1), folder, outputs);
            }
        }
    }

    /** {@code xx-go --wrap} and {@code go env -w}: what follows compiles for the target. */
    private static boolean isTold(StageView view) {
        return view.steps().stream()
                .flatMap(step -> step.scripts().stream())
                .flatMap(run -> run.executed().stream())
                .anyMatch(command -> command.program().startsWith("xx-")
                                && command.texts().contains("--wrap")
                        || command.texts().contains("env") && command.texts().contains("-w")
                        || SETTERS.contains(command.words().get(0).value().text())
                        || command.texts().stream().anyMatch(word -> word.contains(".cargo/config")));
    }

    /** {@code dotnet app.dll} runs on any CPU, {@code ./app} on that which it was made for. */
    private static boolean startsItself(Analysis analysis) {
        List<String> starts = analysis.file().stages().stream()
                .flatMap(stage -> stage.instructions().stream())
                .filter(each -> each.keyword() == Keyword.ENTRYPOINT || each.keyword() == Keyword.CMD)
                .map(each -> each.line().text())
                .toList();
        return !starts.isEmpty() && starts.stream().noneMatch(text -> text.contains("dotnet") || text.contains(".sh"));
    }
}
