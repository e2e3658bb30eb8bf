package dev.multiarch.build;

import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Result;
import dev.multiarch.process.StopCommands;
import dev.multiarch.step.Session;
import dev.multiarch.text.Secrets;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs {@code docker buildx build}. Where the registry refuses attestations as OCI artifacts, as one older than OCI 1.1 does,
 * it runs once more with attestations as images, and then under a tag, as some registries take no index without one. All else
 * comes from the builder's cache.
 */
record BuildxRun(Session tools, StopCommands fence, Secrets secrets, Consumer<String> lines, Optional<LegGuard> guard) {
    /** What buildx reads; with {@code true} attestations are images, as before BuildKit 0.32. */
    static final String NO_ARTIFACT = "BUILDX_NO_DEFAULT_OCI_ARTIFACT";

    /** BuildKit gives the registry's code, {@code unknown} for those that it does not know, or the status. */
    private static final Pattern REFUSED = Pattern.compile(
            "failed to push \\S+: (?:unknown|unsupported|manifest invalid"
                    + "|(?:manifest )?blob unknown|unexpected status from PUT request to \\S+/manifests/\\S+: 4(?:00|05|06|15|22)\\b)");

    private static final String ARTIFACT =
            ": the registry refuses what was built, perhaps attestations as OCI artifacts. It is pushed again with"
                    + " attestations as images. To spare the first attempt: " + NO_ARTIFACT
                    + "=true. Why: multiarch doctor --explain artifact-refused";

    private static final Pattern UNKNOWN_FLAG = Pattern.compile("(?:ERROR: )?unknown (?:shorthand )?flag: (.{1,100})");

    /**
     * @param candidate the tag for a registry that takes no index without one
     * @return whether it ran more than once
     */
    boolean run(Program call, Platform platform, Reference candidate) throws ProgramException {
        Program build = call.within(guard.map(LegGuard::longest).orElse(LegLimits.LONGEST))
                .with("BUILDX_METADATA_PROVENANCE", "max");
        Result first = stream(build);
        requireKnownFlags(first);
        if (first.ok() || !isRefused(first) || call.words().contains("--no-cache")) {
            first.orThrow();
            return false;
        }
        boolean decided = isDecided(call);
        Program images = decided ? build : build.with(NO_ARTIFACT, "true");
        if (decided || !again(images, platform + ARTIFACT)) {
            if (!underTag(images, platform, candidate)) {
                throw refused(first, decided);
            }
        }
        return true;
    }

    private boolean again(Program build, String why) throws ProgramException {
        tools.progress().accept(why);
        return stream(build).ok();
    }

    /** As merge does with its index. */
    private boolean underTag(Program build, Platform platform, Reference candidate) throws ProgramException {
        for (String word : build.words()) {
            Optional<String> tagged = BuildArguments.tagged(word, candidate);
            if (tagged.isPresent()) {
                return again(
                        build.replacing(word, tagged.get()),
                        platform
                                + ": the registry refuses it, perhaps as an index without a tag. It is pushed again as "
                                + candidate + ". If that works, the tag stays: remove it when nobody needs it any more."
                                + " To spare the attempts: --provenance=false --sbom=false. Why: multiarch doctor"
                                + " --explain untagged-refused");
            }
        }
        return false;
    }

    private static ProgramException refused(Result first, boolean decided) {
        try {
            first.orThrow();
            throw new IllegalStateException("it was refused");
        } catch (ProgramException e) {
            return e.noting("It was refused " + (decided ? "" : "with attestations as images, and ")
                    + "under a tag too. Fix: multiarch doctor --registry REPOSITORY finds out what this registry"
                    + " accepts; a leg without attestations is a plain image: --provenance=false --sbom=false");
        }
    }

    private static void requireKnownFlags(Result result) throws ProgramException {
        Optional<String> unknown = result.lastLines().stream()
                .map(UNKNOWN_FLAG::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1))
                .findFirst();
        if (!result.ok() && unknown.isPresent()) {
            try {
                result.orThrow();
            } catch (ProgramException e) {
                throw e.noting("This docker buildx has no flag " + unknown.get() + ". Fix: leave it out, or use a newer"
                        + " buildx; docker buildx version says which one this is");
            }
        }
    }

    private static boolean isRefused(Result result) {
        return !result.timedOut()
                && result.lastLines().stream()
                        .anyMatch(line -> REFUSED.matcher(line).find());
    }

    /** The user says what attestations are to be. */
    private boolean isDecided(Program call) {
        return tools.environment().containsKey(NO_ARTIFACT)
                || call.words().stream().anyMatch(word -> word.contains("oci-artifact="));
    }

    private Result stream(Program build) throws ProgramException {
        StopCommands.Section section = fence.open();
        Result result;
        try {
            result = tools.programs().stream(
                            build,
                            this::line,
                            () -> guard.map(LegGuard::getAsBoolean).orElse(false))
                    .withLines(secrets::without);
        } finally {
            section.close();
        }
        if (guard.isPresent()) {
            guard.get().requireWhole(result, tools.progress());
        }
        return result;
    }

    private void line(String line) {
        String shown = secrets.without(line);
        guard.ifPresent(watch -> watch.line(shown));
        lines.accept(shown);
    }
}
