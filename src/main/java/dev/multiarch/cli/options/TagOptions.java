package dev.multiarch.cli.options;

import dev.multiarch.image.Reference;
import dev.multiarch.publish.SingleTag;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Which tags move, and whether one may go back. */
public final class TagOptions {
    public static final String HEADING = "Tags";

    private static final String TAG = "--tag";
    private static final String LABEL = "TAGS";
    private static final String ABOUT =
            "Tags of the image, or full references, separated by commas or lines. Repeatable.";

    final OptionSpec tags;

    final OptionSpec allowOlder = Options.flag("--allow-older", "Allow a tag to move back to an older index.");

    final OptionSpec singles = Options.texts(
            "--also-single",
            "PLATFORM=TAG",
            "Also point this tag to the image of one platform, without an index, for clients that refuse indexes:"
                    + " linux/arm64=1.2-arm64. It moves behind the other tags, by the same rules. Repeatable.");

    private final IntentOptions intents = new IntentOptions();

    private TagOptions(OptionSpec tags) {
        this.tags = tags;
    }

    public static TagOptions needed() {
        return new TagOptions(Options.requiredTexts(TAG, LABEL, ABOUT));
    }

    static TagOptions optional() {
        return new TagOptions(Options.texts(TAG, LABEL, ABOUT));
    }

    public CommandSpec spec() {
        return Options.group(tags, singles, allowOlder, intents.option());
    }

    public List<String> tags() {
        return tags.getValue();
    }

    /** @param named the tags of the index */
    public List<SingleTag> singles(Reference image, List<Reference> named) {
        return SingleTag.parse(image, singles.getValue(), named);
    }

    public IntentOptions intents() {
        return intents;
    }

    public boolean allowOlder() {
        return allowOlder.getValue();
    }
}
