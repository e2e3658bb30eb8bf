package dev.multiarch.publish;

import dev.multiarch.image.Reference;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Words;
import java.util.ArrayList;
import java.util.List;

/** Tags as users give them: bare tags of the image, or full references, separated by commas or lines. */
public final class Tags {
    private Tags() {}

    public static List<Reference> parse(Reference image, List<String> texts) {
        List<Reference> tags = new ArrayList<>();
        for (String text : texts) {
            for (String word : Words.list(text)) {
                Reference tag = word.contains("/") || word.contains(":") ? full(word) : image.withTag(word);
                if (!tags.contains(tag)) {
                    tags.add(tag);
                }
            }
        }
        return tags;
    }

    private static Reference full(String word) {
        Reference reference = Reference.parse(word);
        if (reference.digest().isPresent() || reference.tag().isEmpty()) {
            throw new FormatException("tag \"" + word
                    + "\" is malformed: expected a bare tag such as 1.2, or repository:tag without a digest");
        }
        return reference;
    }
}
