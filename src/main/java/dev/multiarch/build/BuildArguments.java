package dev.multiarch.build;

import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.text.FormatException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments of {@code docker buildx build} for one leg: ours, then the user's as they are. No environment variable of
 * buildx names an output or a tag, so flags are all that has to be looked at.
 */
final class BuildArguments {
    /** What is ours to say, with what to do instead. */
    private static final String BY_DIGEST = ",push-by-digest=true,name-canonical=true,push=true";

    private static final Map<String, String> OURS = Map.ofEntries(
            Map.entry("platform", "a leg has one platform: name it with multiarch's own option, before --"),
            Map.entry("push", "a leg is pushed by digest: leave it out, or give --no-push before -- to push nothing"),
            Map.entry("set", "it is a flag of docker buildx bake, and multiarch builds with docker buildx build"),
            Map.entry("load", "a leg is pushed by digest and not loaded: leave it out"),
            Map.entry("output", "a leg is pushed by digest and nothing else: leave it out"),
            Map.entry("metadata-file", "multiarch uses it itself: leave it out"),
            Map.entry("tag", "a leg is pushed by digest, tags move at the end: use multiarch's own --tag, before --"),
            Map.entry("builder", "use multiarch's own --builder, before --"),
            Map.entry("call", "this would build nothing: leave it out"),
            Map.entry("print", "this would build nothing: leave it out"),
            Map.entry("check", "this would build nothing: leave it out"),
            Map.entry("help", "this would build nothing: leave it out"));

    private static final String DATED = ",rewrite-timestamp=true";

    private BuildArguments() {}

    /**
     * @param output what becomes of the leg: {@link #push} or {@link #layout}
     * @param users the context and any further flag
     * @throws FormatException if a flag contradicts what a leg is
     */
    static List<String> of(String output, Platform platform, String builder, Path metadata, List<String> users) {
        check(BuildFlags.parse(users));
        List<String> arguments = new ArrayList<>(List.of(
                "build",
                "--builder",
                builder,
                "--platform",
                platform.toString(),
                "--output",
                output,
                "--metadata-file",
                metadata.toString()));
        arguments.addAll(users);
        return arguments;
    }

    /** What of {@link #push} differs where the leg gets a tag; empty for another output. */
    static Optional<String> tagged(String push, Reference tag) {
        String untagged = "name=" + tag.name() + BY_DIGEST;
        return push.contains(untagged)
                ? Optional.of(push.replace(untagged, "name=" + tag + ",push=true"))
                : Optional.empty();
    }

    /**
     * @param oci whether the leg must have OCI media types: a list of Docker's images carries no annotations
     * @param dated whether all times in the layers are at most SOURCE_DATE_EPOCH, so that a build again makes the same bytes
     */
    static String push(Reference image, boolean oci, boolean dated) {
        return "type=image,name=" + image.name() + BY_DIGEST + (oci ? ",oci-mediatypes=true" : "")
                + (dated ? DATED : "");
    }

    /**
     * With the attestations that a push has: BuildKit leaves those of a default build out of layouts otherwise, and then
     * the same build would have another verdict.
     *
     * @param folder that becomes an OCI layout; buildx reads the value as a line of CSV (RFC 4180)
     */
    static String layout(Reference image, Path folder, boolean dated) {
        String dest = "\"dest=" + folder.toString().replace("\"", "\"\"") + "\"";
        return "type=oci,name=" + image.name() + ",tar=false,attestation-inline=true" + (dated ? DATED : "") + ","
                + dest;
    }

    /** Whether a user may give this to buildx: it has such a flag, and what it says is not ours to say. */
    static boolean takes(String word) {
        return BuildFlags.isKnown(word) && !OURS.containsKey(word.replaceFirst("^--", ""));
    }

    /** @throws FormatException if a flag contradicts what a leg is, or there is no context */
    static BuildFlags checked(List<String> users) {
        BuildFlags flags = BuildFlags.parse(users);
        check(flags);
        return flags;
    }

    /** @throws FormatException if a flag contradicts what a leg is, or there is no context */
    static void check(BuildFlags flags) {
        for (BuildFlags.Word word : flags.words()) {
            String why = OURS.get(word.flag());
            if (why != null) {
                throw new FormatException(
                        "--" + word.flag() + " can't be given to buildx after \"--\": " + why + ". Nothing was built");
            }
        }
        if (!flags.has("")) {
            throw new FormatException("what to build is missing: expected a context after \"--\", such as"
                    + " \"-- .\", and any buildx flags. Nothing was built");
        }
    }
}
