package dev.multiarch.step;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What we show people as a workflow: whole files, and blocks and pieces of code in Markdown.
 *
 * @param place for messages
 * @param whole whether this is a YAML document rather than a piece of code in a sentence or a comment
 */
public record WorkflowTexts(String place, String text, boolean whole) {
    private static final Pattern BLOCK =
            Pattern.compile("(?m)^( *)(```+|~~~+)[^\\n]*\\n(.*?)^ *\\2 *$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern YAML = Pattern.compile("^ *(?:```+|~~~+) *(?:yaml|yml)\\b.*", Pattern.DOTALL);
    private static final Pattern COMMENT = Pattern.compile("(?m)(?:^|\\s)#(.*)$");

    public static List<WorkflowTexts> all() throws IOException {
        List<WorkflowTexts> all = new ArrayList<>();
        for (Path file : files()) {
            String text = Files.readString(file);
            all.addAll(
                    file.toString().endsWith(".md")
                            ? ofMarkdown(file.toString(), text)
                            : ofYaml(file.toString(), text));
        }
        return all;
    }

    public static List<WorkflowTexts> ofMarkdown(String place, String text) {
        List<WorkflowTexts> found = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        var prose = new StringBuilder();
        int last = 0;
        while (block.find()) {
            prose.append(text, last, block.start());
            last = block.end();
            if (YAML.matcher(block.group()).matches()) {
                String yaml = block.group(3).replaceAll("(?m)^" + block.group(1), "");
                found.addAll(ofYaml(place + ", block " + (found.size() + 1), yaml));
            }
        }
        prose.append(text.substring(last));
        found.add(new WorkflowTexts(place + ", text", prose.toString(), false));
        return found;
    }

    private static List<WorkflowTexts> ofYaml(String place, String text) {
        List<WorkflowTexts> found = new ArrayList<>();
        for (String document : text.split("(?m)^--- *$")) { // as a file of Drone has several
            found.add(new WorkflowTexts(place, document, true));
        }
        COMMENT.matcher(text)
                .results()
                .forEach(comment ->
                        found.add(new WorkflowTexts(place + ", comment" + comment.group(1), comment.group(1), false)));
        return found;
    }

    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>(List.of(Path.of("action.yml")));
        for (String root : List.of("docs", "examples", ".github")) {
            if (Files.isDirectory(Path.of(root))) {
                try (Stream<Path> walk = Files.walk(Path.of(root))) {
                    walk.filter(file -> file.toString().matches(".*\\.(md|ya?ml)"))
                            .forEach(files::add);
                }
            }
        }
        try (Stream<Path> here = Files.list(Path.of("."))) {
            here.filter(file -> file.toString().endsWith(".md")).forEach(files::add);
        }
        return files;
    }

    @Override
    public String toString() {
        return place;
    }
}
