package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.Flag;
import dev.multiarch.dockerfile.Instruction;
import dev.multiarch.dockerfile.Keyword;
import dev.multiarch.dockerfile.Stage;
import dev.multiarch.dockerfile.advice.StageView.Step;
import dev.multiarch.text.CsvLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Cache mounts that the legs of several platforms share, where that does harm: apt's locks, and folders of compiled files.
 * Caches by content, such as Go's, pip's, npm's and apk's, can be shared.
 */
final class CacheMounts implements Check {
    /** Folders of compiled files, with the programs that write into them. */
    private static final Map<String, Set<String>> COMPILED = Map.of(
            "target", Set.of("cargo"),
            "node_modules", Set.of("npm", "yarn", "pnpm", "bun", "npx", "corepack"),
            "obj", Set.of("dotnet"),
            "bin", Set.of("dotnet"),
            "build", Set.of("cmake", "make", "ninja", "meson"),
            "_build", Set.of("mix", "rebar3", "dune"));

    private static final String FIX_ID = "give it an id with the platform: id=%s-$TARGETPLATFORM";

    @Override
    public String good() {
        return "no cache mount that platforms share does harm";
    }

    @Override
    public Advice look(Analysis analysis) {
        if (!analysis.isForSeveral()) {
            return Advice.skipped("one architecture is planned, so no platforms share a cache");
        }
        List<Fault> faults = new ArrayList<>();
        for (Stage stage : analysis.file().stages()) {
            Optional<StageView> view = analysis.of(stage.index()).stream()
                    .filter(each -> each.runsOn().kind() == RunsOn.Kind.TARGET)
                    .findFirst();
            view.ifPresent(each -> each.steps().stream()
                    .filter(step -> step.instruction().keyword() == Keyword.RUN)
                    .forEach(step -> fault(analysis, each, step).ifPresent(faults::add)));
        }
        return Advice.of(faults);
    }

    /** A cache mount with its keys. */
    private record Mount(Flag flag, Map<String, String> keys) {
        String target() {
            return keys.getOrDefault("target", keys.getOrDefault("dst", keys.getOrDefault("destination", "")));
        }

        String id() {
            return keys.getOrDefault("id", target());
        }

        boolean isShared() {
            return keys.getOrDefault("sharing", "shared").equals("shared");
        }

        String folder() {
            String path = target().replaceFirst("/+$", "");
            return path.substring(path.lastIndexOf('/') + 1);
        }

        boolean isApt() {
            return target().matches("/var/(?:cache|lib)/apt(?:/.*)?");
        }
    }

    private static Optional<Fault> fault(Analysis analysis, StageView view, Step step) {
        List<Mount> mounts = step.instruction().flags("mount").stream()
                .map(CacheMounts::mount)
                .filter(mount -> mount.keys().getOrDefault("type", "").equalsIgnoreCase("cache"))
                .filter(mount -> !isByPlatform(analysis, mount, step))
                .toList();
        List<Mount> apt = mounts.stream()
                .filter(mount -> mount.isApt() && mount.isShared())
                .toList();
        if (!apt.isEmpty()) {
            return Optional.of(apt(view, step.instruction(), apt));
        }
        List<Mount> compiled =
                mounts.stream().filter(mount -> isCompiled(mount, step)).toList();
        return compiled.isEmpty()
                ? Optional.empty()
                : Optional.of(compiled(analysis, view, step.instruction(), compiled));
    }

    private static Mount mount(Flag flag) {
        Map<String, String> keys = new LinkedHashMap<>();
        for (String field : CsvLine.fields("--mount", flag.value().orElse(""))) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                keys.put(field.substring(0, equals).toLowerCase(Locale.ROOT), field.substring(equals + 1));
            }
        }
        return new Mount(flag, keys);
    }

    private static boolean isByPlatform(Analysis analysis, Mount mount, Step step) {
        Value id = FileWords.of(mount.id(), analysis.file().escape(), step.values());
        return id.byPlatform() || !id.isKnown();
    }

    private static boolean isCompiled(Mount mount, Step step) {
        Set<String> programs = COMPILED.getOrDefault(mount.folder(), Set.of());
        return step.scripts().stream()
                .flatMap(run -> run.executed().stream())
                .filter(command -> programs.contains(command.program()))
                .anyMatch(command -> !command.program().equals("cargo") || writesInto(command));
    }

    /** With {@code --target}, cargo writes into a folder of that name. */
    private static boolean writesInto(Executed cargo) {
        boolean named = cargo.texts().stream().anyMatch(word -> word.startsWith("--target"))
                || cargo.settings().containsKey("CARGO_BUILD_TARGET");
        return !named
                && Set.of("build", "test", "run", "install", "chef", "rustc", "bench")
                        .contains(cargo.verb());
    }

    private static Fault apt(StageView view, Instruction run, List<Mount> mounts) {
        List<Edit> edits = new ArrayList<>();
        for (Mount mount : mounts) {
            replace(run, mount.flag(), "sharing=shared", "sharing=locked", edits);
        }
        return new Fault(
                run.line().source(mounts.get(0).flag().start()),
                List.of(),
                "sharing=locked",
                "sharing=shared",
                "two platforms that are built at once use " + mounts.get(0).target()
                        + " together, and apt fails where another one holds its lock",
                "write sharing=locked",
                edits);
    }

    private static Fault compiled(Analysis analysis, StageView view, Instruction run, List<Mount> mounts) {
        List<Edit> edits = new ArrayList<>();
        for (Mount mount : mounts) {
            String old = mount.keys().containsKey("id") ? "id=" + mount.id() : "";
            replace(run, mount.flag(), old, "id=" + mount.id() + "-$TARGETPLATFORM", edits);
        }
        edits.add(new Edit.Declare(view.stage().index(), Places.start(analysis.file(), run), "TARGETPLATFORM"));
        Mount first = mounts.get(0);
        return new Fault(
                run.line().source(first.flag().start()),
                List.of(),
                "a cache for each platform",
                "one for all",
                "all platforms share the cache of " + first.target()
                        + ", which holds compiled files, so one takes those of another",
                String.format(FIX_ID, first.id()),
                edits);
    }

    /** At its place in the flag, or behind the flag's end where it is not there. */
    private static void replace(Instruction run, Flag flag, String old, String by, List<Edit> edits) {
        String raw = run.line().text().substring(flag.start(), flag.end());
        int found = old.isEmpty() ? -1 : raw.indexOf(old);
        int end = raw.endsWith("\"") || raw.endsWith("'") ? flag.end() - 1 : flag.end();
        if (found < 0) {
            int at = run.line().source(end - 1) + 1;
            edits.add(new Edit.Replace(at, at, "," + by));
        } else {
            int start = run.line().source(flag.start() + found);
            edits.add(new Edit.Replace(start, start + old.length(), by));
        }
    }
}
