package dev.multiarch.publish;

import dev.multiarch.image.KnownPlatforms;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Words;
import java.util.ArrayList;
import java.util.List;

/**
 * A tag that is to point to the image of one platform, without an index, for clients that refuse indexes.
 *
 * @param tag as references write it
 */
public record SingleTag(Platform platform, Reference tag) {
    /**
     * {@code linux/arm64=v1-arm64}, separated by commas or lines.
     *
     * @param others tags that point to the index
     * @throws FormatException if one is malformed, or a tag is named twice
     */
    public static List<SingleTag> parse(Reference image, List<String> texts, List<Reference> others) {
        List<SingleTag> singles = new ArrayList<>();
        List<Reference> taken = new ArrayList<>(others);
        for (String text : texts) {
            for (String word : Words.list(text)) {
                int equals = word.indexOf('=');
                if (equals < 1 || equals == word.length() - 1) {
                    throw new FormatException("\"" + word + "\" is malformed: expected a platform and a tag, such as"
                            + " linux/arm64=v1-arm64");
                }
                Platform platform = KnownPlatforms.parse(word.substring(0, equals));
                Reference tag =
                        Tags.parse(image, List.of(word.substring(equals + 1))).get(0);
                if (taken.contains(tag)) {
                    throw new FormatException("the tag " + tag + " is to point to two things: to the image of "
                            + platform + " and to another image. Fix: choose another name");
                }
                taken.add(tag);
                singles.add(new SingleTag(platform, tag));
            }
        }
        return singles;
    }

    /** As it is given. */
    @Override
    public String toString() {
        return platform + "=" + tag;
    }
}
