package dev.multiarch.dockerfile;

import java.util.ArrayList;
import java.util.List;

/** Words as they come together, separated by white space that is not quoted. */
final class WordSplitter {
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();

    void add(String text) {
        text.codePoints().forEach(c -> {
            if (!Spaces.is(c)) {
                word.appendCodePoint(c);
            } else if (word.length() > 0) {
                end();
            }
        });
    }

    /** White space in it separates nothing. */
    void addRaw(String text) {
        word.append(text);
    }

    private void end() {
        words.add(word.toString());
        word.setLength(0);
    }

    List<String> words() {
        if (word.length() > 0) {
            end();
        }
        return words;
    }
}
