package dev.multiarch.dockerfile;

import dev.multiarch.text.FormatException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What we read of a Dockerfile, in the form in which src/test/go/dockerfile prints what BuildKit reads. */
public final class DockerfileDump {
    private DockerfileDump() {}

    /** With the key {@code error} alone where it is refused. */
    public static Map<String, Object> of(byte[] bytes) {
        Map<String, Object> root = new LinkedHashMap<>();
        Dockerfile file;
        try {
            file = Dockerfile.parse("Dockerfile", bytes);
        } catch (FormatException refused) {
            root.put("error", refused.getMessage());
            return root;
        }
        root.put("escape", Character.toString(file.escape()));
        root.put(
                "instructions",
                file.instructions().stream().map(DockerfileDump::instruction).toList());
        List<String> globals = new ArrayList<>();
        file.globals()
                .forEach(arg -> arg.pairs()
                        .forEach(pair -> globals.add(pair.name()
                                + pair.value().map(value -> "=" + value.value()).orElse(""))));
        if (!globals.isEmpty()) {
            root.put("globals", globals);
        }
        root.put("stages", file.stages().stream().map(DockerfileDump::stage).toList());
        return root;
    }

    private static Map<String, Object> stage(Stage stage) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", stage.name().orElse(""));
        json.put("base", stage.base().value());
        json.put("platform", stage.platform().flatMap(Flag::value).orElse(""));
        json.put("count", (long) stage.instructions().size());
        return json;
    }

    private static Map<String, Object> instruction(Instruction instruction) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("keyword", instruction.keyword().name());
        json.put("flags", instruction.flags().stream().map(Flag::toString).toList());
        json.put("json", instruction.isJson());
        json.put("words", words(instruction));
        json.put("first", (long) instruction.firstLine());
        json.put("last", (long) instruction.lastLine());
        json.put(
                "heredocs",
                instruction.trigger().isPresent() && instruction.keyword() != Keyword.ONBUILD
                        ? List.of()
                        : instruction.heredocs().stream()
                                .map(DockerfileDump::heredoc)
                                .toList());
        json.put("comments", instruction.comments());
        instruction.trigger().ifPresent(trigger -> json.put("trigger", trigger(trigger)));
        return json;
    }

    /** BuildKit gives a trigger neither lines nor here-documents of its own. */
    private static Map<String, Object> trigger(Instruction trigger) {
        Map<String, Object> json = instruction(trigger);
        json.put("first", 0L);
        json.put("last", 0L);
        json.put("heredocs", List.of());
        return json;
    }

    private static List<String> words(Instruction instruction) {
        if (instruction.keyword() == Keyword.ONBUILD) {
            return List.of();
        }
        List<String> words =
                new ArrayList<>(instruction.words().stream().map(Word::value).toList());
        if (instruction.keyword() == Keyword.ENV || instruction.keyword() == Keyword.LABEL) {
            String separator = instruction.form() == Instruction.Form.LEGACY ? "" : "=";
            for (int at = words.size(); at > 0; at -= 2) {
                words.add(at, separator);
            }
        }
        return words;
    }

    private static Map<String, Object> heredoc(Heredoc heredoc) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", heredoc.name());
        json.put("expands", heredoc.expands());
        json.put("chomps", heredoc.chomps());
        json.put("fd", heredoc.fileDescriptor());
        json.put("content", heredoc.content().text());
        return json;
    }
}
