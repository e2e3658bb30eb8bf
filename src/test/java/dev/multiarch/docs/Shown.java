package dev.multiarch.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a page shows people to copy.
 *
 * @param place for messages
 * @param language of a block; {@code span} for a piece of code in a sentence
 * @param title the file name above a block, or nothing
 */
record Shown(String place, String language, String title, String text) {
    private static final Pattern BLOCK =
            Pattern.compile("(?ms)^( *)```(\\w*)(?: title=\"([^\"]*)\")?\\n(.*?)^ *``` *$");
    private static final Pattern SPAN = Pattern.compile("`([^`\n]+)`");

    /** The pages below docs, and README. */
    static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("docs"))) {
            return Stream.concat(
                            Stream.of(Path.of("README.md")),
                            files.filter(f -> f.toString().endsWith(".md")))
                    .sorted()
                    .toList();
        }
    }

    static List<Shown> of(String place, String markdown) {
        List<Shown> found = new ArrayList<>();
        Matcher block = BLOCK.matcher(markdown);
        while (block.find()) {
            String text = block.group(4).replaceAll("(?m)^" + block.group(1), "");
            String title = block.group(3) == null ? "" : block.group(3);
            found.add(new Shown(place + ", block " + (found.size() + 1), block.group(2), title, text));
        }
        SPAN.matcher(block.replaceAll(""))
                .results()
                .forEach(span -> found.add(new Shown(place + ", `" + span.group(1) + "`", "span", "", span.group(1))));
        return found;
    }

    boolean isYaml() {
        return language.equals("yaml") || language.equals("yml");
    }

    boolean isShell() {
        return language.equals("sh") || language.equals("bash") || language.equals("console");
    }

    @Override
    public String toString() {
        return place;
    }
}
