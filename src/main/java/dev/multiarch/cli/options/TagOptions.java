package dev.multiarch.cli.options;

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
        return Options.group(tags, allowOlder, intents.option());
    }

    public List<String> tags() {
        return tags.getValue();
    }

    public IntentOptions intents() {
        return intents;
    }

    public boolean allowOlder() {
        return allowOlder.getValue();
    }
}
