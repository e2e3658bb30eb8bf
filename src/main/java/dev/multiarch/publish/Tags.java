package dev.multiarch.publish;

import dev.multiarch.image.Reference;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Tags as users give them: bare tags of the image, or full references, separated by commas or lines. */
public final class Tags {
    /** Lists of referrers and signatures where a registry has no API for them (OCI distribution-spec 1.1), intents, candidates. */
    private static final Pattern TAKEN =
            Pattern.compile("(sha256-[0-9a-f]{64}|sha512-[0-9a-f]{64,128})(\\..+)?|multiarch-(intent|candidate)-.*");

    private static final int LONGEST = 128;

    private Tags() {}

    public static List<Reference> parse(Reference image, List<String> texts) {
        List<Reference> tags = new ArrayList<>();
        for (String text : texts) {
            for (String word : Words.list(text)) {
                Reference tag = word.contains("/") || word.contains(":") ? full(image, word) : bare(image, word);
                if (TAKEN.matcher(tag.tag().orElse("")).matches()) {
                    throw new FormatException("the tag " + tag.tag().orElseThrow()
                            + " has a name under which clients keep signatures, other referrers, intents or candidates, and would replace them."
                            + " Fix: choose another name");
                }
                if (!tags.contains(tag)) {
                    tags.add(tag);
                }
            }
        }
        return tags;
    }

    private static Reference bare(Reference image, String word) {
        try {
            return image.withTag(word);
        } catch (FormatException malformed) {
            String near = word.strip().replaceAll("[^A-Za-z0-9_.-]+", "-").replaceAll("^[.-]+|-+$", "");
            throw new FormatException(
                    "tag \"" + word + "\" is malformed: expected letters, digits, _ . and -, at most 128."
                            + (near.isEmpty() || near.length() > LONGEST ? "" : " Fix: for example " + near));
        }
    }

    private static Reference full(Reference image, String word) {
        Reference reference = Reference.parse(word);
        if (reference.digest().isPresent() || reference.tag().isEmpty()) {
            throw new FormatException("tag \"" + word
                    + "\" is malformed: expected a bare tag such as 1.2, or repository:tag without a digest");
        }
        if (!word.contains("/") && !reference.repository().equals(image.repository())) {
            throw new FormatException(
                    "tag \"" + word + "\" means " + reference + ", as Docker reads it, and the image is "
                            + image.name() + ". Fix: give the tag alone, "
                            + reference.tag().get() + ", or a whole name such as "
                            + image.withTag(reference.tag().get()));
        }
        return reference;
    }
}
