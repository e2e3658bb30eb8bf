package dev.multiarch.dockerfile;

import dev.multiarch.image.Platform;
import dev.multiarch.text.FormatException;

/** On which platform each stage is built. */
final class StagePlatforms {
    private final BuildInputs inputs;
    private final Words words;
    private final StageNeeds needs;

    StagePlatforms(BuildInputs inputs, Words words, StageNeeds needs) {
        this.inputs = inputs;
        this.words = words;
        this.needs = needs;
    }

    /** @throws FormatException if it is not known; the message holds no build argument, as it may be secret */
    Platform of(Stage stage) {
        StageNeeds.Node node = needs.node(stage.index());
        while (node.stage().platform().isEmpty() && node.parent().isPresent()) {
            node = needs.node(node.parent().get()); // a stage goes on where its parent was built
        }
        return node.stage().platform().isEmpty() ? inputs.platform() : named(node.stage());
    }

    private Platform named(Stage stage) {
        int line = stage.from().firstLine();
        String text = words.expanded(stage.platform().flatMap(Flag::value).orElse(""), line);
        try {
            return Platform.parse(text);
        } catch (FormatException malformed) {
            throw new FormatException("the platform of the stage in line " + line + " of the Dockerfile is not known"
                    + (inputs.builder().isEmpty() ? ", as the builder does not say its own" : ""));
        }
    }
}
