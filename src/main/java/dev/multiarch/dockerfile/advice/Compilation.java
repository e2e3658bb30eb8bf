package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.advice.Executed.Argument;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A command of a compiler that is known: for which CPU it compiles, and where it puts the program.
 *
 * @param command that runs
 */
record Compilation(Executed command) {
    private static final Map<String, Set<String>> VERBS = Map.of(
            "go", Set.of("build", "install"),
            "cargo", Set.of("build", "b", "install", "rustc"),
            "dotnet", Set.of("publish"),
            "zig", Set.of("build", "build-exe", "cc", "c++"));

    /** Without an option they compile for the machine that they run on. */
    private static final Set<String> C = Set.of("gcc", "g++", "cc", "c++", "clang", "clang++");

    private static final Map<String, Pattern> TARGETS = Map.of(
            "go", Pattern.compile("GOARCH=.*"),
            "cargo", Pattern.compile("--target(?:=.*)?|.*build\\.target.*|CARGO_BUILD_TARGET=.*"),
            "dotnet",
                    Pattern.compile(
                            "(?i)-[ar].*|--(?:arch|runtime|use-current-runtime|ucr)\\b.*|[-/]+p(?:roperty)?:.*RuntimeIdentifiers?=.*|@.*"),
            "zig", Pattern.compile("-Dtarget.*|--?target(?:=.*)?"));

    private static final Pattern OF_C = Pattern.compile("--?target(?:=.*)?|-c|-E|-S|-fsyntax-only");
    private static final Pattern TO =
            Pattern.compile("(?:-o|-O|--output|--target-dir|--root|--out-dir|--artifact-dir|-p|--prefix)(?:=(.*))?");
    private static final Pattern ALONE = Pattern.compile(
            "(?i)--self-contained(?:=true)?|--sc|.*Publish(?:Aot|SingleFile)=true.*|.*SelfContained=true.*");

    /** @param start whether the image starts what .NET made by its own name */
    boolean isForMachine(boolean fixed, boolean start) {
        String program = command.program();
        boolean known = VERBS.getOrDefault(program, Set.of()).contains(verb())
                || C.contains(program) && !outputs().isEmpty();
        if (!known || command.uncertain() || command.table().isPresent() || isTold(fixed)) {
            return false;
        }
        boolean portable = program.equals("dotnet")
                && !start
                && command.texts().stream()
                        .noneMatch(word -> ALONE.matcher(word).matches());
        return !portable;
    }

    /** As messages name it. */
    String title() {
        return command.program() + (C.contains(command.program()) ? "" : " " + verb());
    }

    /** {@code cargo +nightly build} names a toolchain first. */
    String verb() {
        return command.operands().stream()
                .map(word -> word.value().text())
                .filter(text -> !text.startsWith("+"))
                .findFirst()
                .orElse("");
    }

    /** Told a CPU; in a stage of a fixed platform that has to be another one for another target. */
    private boolean isTold(boolean fixed) {
        String program = command.program();
        String setting = program.equals("go") ? "GOARCH" : program.equals("cargo") ? "CARGO_BUILD_TARGET" : "";
        Optional<Value> set = Optional.ofNullable(command.settings().get(setting));
        if (set.isPresent() && !set.get().isEmpty()) {
            return !fixed || set.get().byPlatform() || !set.get().isKnown();
        }
        Pattern target = C.contains(program) ? OF_C : TARGETS.get(program);
        List<Argument> words = command.words();
        for (int i = 0; i < words.size(); i++) {
            Value value = words.get(i).value();
            if (target.matcher(value.text()).matches()) {
                Value said = i + 1 < words.size() && value.text().indexOf('=') < 0
                        ? value.plus(words.get(i + 1).value())
                        : value;
                return !fixed || said.byPlatform() || !said.isKnown();
            }
        }
        return false;
    }

    /** Where the program goes, as far as the command says. */
    List<String> outputs() {
        List<Argument> words = command.arguments();
        for (int i = 0; i < words.size(); i++) {
            String text = words.get(i).value().text();
            var to = TO.matcher(text);
            if (to.matches()) {
                String path = to.group(1) != null
                        ? to.group(1)
                        : i + 1 < words.size() ? words.get(i + 1).value().text() : "";
                return List.of(path.replaceFirst("(?s)/?[^/]*" + Value.UNKNOWN + ".*", ""));
            }
        }
        return switch (command.program()) {
            case "cargo" -> verb().equals("install") ? List.of("cargo/bin") : List.of("target/release", "target/debug");
            case "zig" -> List.of("zig-out");
            case "dotnet" -> List.of("publish");
            case "go" -> verb().equals("install") ? List.of("/go/bin") : ofPackage();
            default -> List.of();
        };
    }

    /** {@code go build ./cmd/app} writes app; of the folder itself the name is in go.mod. */
    private List<String> ofPackage() {
        List<String> operands =
                command.operands().stream().map(word -> word.value().text()).toList();
        String last = operands.size() < 2 ? "" : operands.get(operands.size() - 1);
        String name = last.replaceFirst("/\\.\\.\\.$", "").replaceFirst(".*/", "");
        return name.isEmpty() || name.equals(".") || name.contains(Value.UNKNOWN)
                ? List.of()
                : List.of(name.replaceFirst("\\.go$", ""));
    }
}
