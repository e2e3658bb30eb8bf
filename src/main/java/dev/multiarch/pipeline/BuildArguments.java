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
    private static final Map<String, String> OURS = Map.ofEntries(
            Map.entry("platform", "a leg has one platform: name it with multiarch's own option, before --"),
            Map.entry("push", "a leg is pushed by digest in any case: leave it out"),
            Map.entry("load", "a leg is pushed by digest and not loaded: leave it out"),
            Map.entry("output", "a leg is pushed by digest and nothing else: leave it out"),
            Map.entry("metadata-file", "multiarch reads it itself: leave it out"),
            Map.entry("tag", "a leg is pushed by digest, tags move at the end: use multiarch's own --tag, before --"),
            Map.entry("builder", "use multiarch's own --builder, before --"),
            Map.entry("call", "this would build nothing: leave it out"),
            Map.entry("print", "this would build nothing: leave it out"),
            Map.entry("check", "this would build nothing: leave it out"),
            Map.entry("help", "this would build nothing: leave it out"));

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

    /** Whether a user may give this to buildx: it has such a flag, and what it says is not ours to say. */
    static boolean takes(String word) {
        return BuildFlags.isKnown(word) && !OURS.containsKey(word.replaceFirst("^--", ""));
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
