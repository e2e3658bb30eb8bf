package dev.multiarch.publish;

import dev.multiarch.image.Reference;
import dev.multiarch.process.Buildx;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Result;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code docker buildx imagetools create}.
 *
 * @param builder whose registry settings it takes; empty for the current one
 */
record ImagetoolsEngine(Session tools, Buildx buildx, Optional<String> builder) implements Engine {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** distribution 3.1 refuses a HEAD that accepts OCI's types alone where a tag holds one of Docker's. */
    private static final Pattern REFUSED_QUESTION =
            Pattern.compile("unexpected status from HEAD request to \\S+/manifests/\\S+: 400 ");

    /** Of a registry that wants a tag, or of one that wants something else: our own writer finds that out. */
    private static final Pattern REFUSED_PUSH =
            Pattern.compile("unexpected status from PUT request to \\S+/manifests/\\S+: 4");

    /** The document is followed by one newline that is not part of it. */
    @Override
    public byte[] make(Reference repository, List<ResolvedLeg> legs, MergeAnnotations annotations)
            throws ProgramException {
        byte[] printed = run(words(repository, legs, annotations, "--dry-run"));
        boolean newline = printed.length > 0 && printed[printed.length - 1] == '\n';
        return newline ? Arrays.copyOf(printed, printed.length - 1) : printed;
    }

    @Override
    public void push(Reference candidate, byte[] bytes, List<ResolvedLeg> legs, MergeAnnotations annotations)
            throws ProgramException, RegistryException {
        try {
            run(words(candidate, legs, annotations, "-t", candidate.toString()));
        } catch (ProgramException failed) {
            if (!REFUSED_PUSH.matcher(failed.getMessage()).find()) {
                throw failed;
            }
            new NativeEngine(tools).push(candidate, bytes, legs, annotations);
        }
    }

    @Override
    public Optional<String> tag(PublishedIndex candidate, List<Reference> tags) throws ProgramException {
        List<String> words = begin();
        tags.forEach(tag -> words.addAll(List.of("-t", tag.toString())));
        words.add(candidate.reference().toString());
        Result result = tools.programs()
                .run(buildx.command(words.toArray(String[]::new)).within(LIMIT));
        if (result.ok()) {
            return Optional.empty();
        }
        String why = new ProgramException("ended with " + result.exit(), result).getMessage();
        if (REFUSED_QUESTION.matcher(why).find()) {
            tools.progress()
                    .accept(
                            "imagetools can't move this tag: the registry answers 400 to its question, as for a tag that holds"
                                    + " a Docker manifest list. multiarch writes the tag itself");
            return new NativeEngine(tools).tag(candidate, tags);
        }
        return Optional.of(why);
    }

    @Override
    public String name() {
        return "docker buildx imagetools create";
    }

    private byte[] run(List<String> words) throws ProgramException {
        Program program = buildx.command(words.toArray(String[]::new)).within(LIMIT);
        return tools.programs().run(program).orThrow().out();
    }

    private List<String> begin() {
        List<String> words = new ArrayList<>(List.of("imagetools", "create"));
        builder.ifPresent(name -> words.addAll(List.of("--builder", name)));
        return words;
    }

    private List<String> words(
            Reference repository, List<ResolvedLeg> legs, MergeAnnotations annotations, String... mode) {
        List<String> words = begin();
        words.addAll(List.of(mode));
        words.addAll(annotations.words(legs));
        legs.forEach(leg -> words.add(repository.with(leg.leg()).toString()));
        return words;
    }
}
