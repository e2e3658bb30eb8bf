package dev.multiarch.text;

import java.util.Arrays;
import java.util.List;

/** Lists as people write them on a command line and in a workflow: separated by commas or lines. */
public final class Words {
    private Words() {}

    public static List<String> list(String text) {
        return Arrays.stream(text.split("[,\\n\\r]"))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
