package dev.multiarch.pipeline;

import dev.multiarch.image.FormatException;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The arguments of {@code docker buildx build} for one leg: ours, then the user's as they are. */
final class BuildArguments {
    /** What is ours to say, with what to do instead. */
    private static final Map<String, String> OURS = Map.of(
            "platform", "a leg has one platform: name it with multiarch's own option, before --",
            "push", "a leg is pushed by digest in any case: leave it out",
            "load", "a leg is pushed by digest and not loaded: leave it out",
            "output", "a leg is pushed by digest and nothing else: leave it out",
            "metadata-file", "multiarch reads it itself: leave it out",
            "tag", "a leg is pushed by digest, tags move at the end: use multiarch's own --tag, before --",
            "builder", "use multiarch's own --builder, before --",
            "call", "this would build nothing: leave it out",
            "check", "this would build nothing: leave it out",
            "help", "this would build nothing: leave it out");

    private BuildArguments() {}

    /**
     * @param users the context and any further flag
     * @throws FormatException if a flag contradicts what a leg is
     */
    static List<String> of(Reference image, Platform platform, String builder, Path metadata, List<String> users) {
        check(BuildFlags.parse(users));
        List<String> arguments = new ArrayList<>(List.of(
                "build",
                "--builder",
                builder,
                "--platform",
                platform.toString(),
                "--output",
                "type=image,name=" + image.name() + ",push-by-digest=true,name-canonical=true,push=true",
                "--metadata-file",
                metadata.toString()));
        arguments.addAll(users);
        return arguments;
    }

    /** @throws FormatException if a flag contradicts what a leg is, or there is no context */
    static void check(BuildFlags flags) {
        for (BuildFlags.Word word : flags.words()) {
            String why = OURS.get(word.flag());
            if (why != null) {
                throw new FormatException(
                        "--" + word.flag() + " can't be given to buildx behind \"--\": " + why + ". Nothing was built");
            }
        }
        if (!flags.has("")) {
            throw new FormatException("what to build is missing: expected a context behind \"--\", such as"
                    + " \"-- .\", and any buildx flags. Nothing was built");
        }
    }
}
