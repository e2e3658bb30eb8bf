package dev.multiarch.pipeline;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Reference;
import dev.multiarch.process.Buildx;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.registry.RegistryException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Makes the merged index with {@code docker buildx imagetools create}, checks it, and pushes it by digest alone. */
final class Candidate {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final Tools tools;
    private final Buildx buildx;
    private final Optional<String> builder;

    Candidate(Tools tools, Optional<String> builder) throws ProgramException {
        this.tools = tools;
        this.buildx = tools.buildx();
        this.builder = builder;
    }

    /** @throws StepFailed if what imagetools makes is not what was asked for; nothing is pushed then */
    Published push(Reference repository, List<ResolvedLeg> legs, MergeAnnotations wanted)
            throws ProgramException, StepFailed, RegistryException, CannotJudge {
        MergeAnnotations annotations = wanted;
        byte[] bytes = dryRun(repository, legs, annotations);
        Index index = Index.parse(bytes, "what imagetools create makes");
        if (index.mediaType().equals(MediaTypes.DOCKER_INDEX) && !wanted.equals(MergeAnnotations.none())) {
            tools.progress()
                    .accept("warning: all legs are Docker images, and a Docker manifest list carries no annotations:"
                            + " facts stay in the build records alone");
            annotations = MergeAnnotations.none();
        }
        check(index, legs, annotations);
        Reference candidate = repository.with(Digest.of(bytes));
        tools.progress().accept("pushing the candidate " + candidate);
        run(words(repository, legs, annotations, "-t", candidate.toString()));
        Published published = readBack(candidate);
        if (!Arrays.equals(published.document().bytes(), bytes)) {
            throw new StepFailed("reading back " + candidate + ": it differs from what imagetools create announced."
                    + " No tag was moved");
        }
        return published;
    }

    private Published readBack(Reference candidate) throws RegistryException, CannotJudge {
        return Published.read(tools.registry().awaiting(), candidate);
    }

    /** The document is followed by one newline that is not part of it. */
    private byte[] dryRun(Reference repository, List<ResolvedLeg> legs, MergeAnnotations annotations)
            throws ProgramException {
        byte[] printed = run(words(repository, legs, annotations, "--dry-run"));
        boolean newline = printed.length > 0 && printed[printed.length - 1] == '\n';
        return newline ? Arrays.copyOf(printed, printed.length - 1) : printed;
    }

    private byte[] run(List<String> words) throws ProgramException {
        Program program = buildx.command(words.toArray(String[]::new)).within(LIMIT);
        return tools.programs().run(program).orThrow().out();
    }

    private List<String> words(
            Reference repository, List<ResolvedLeg> legs, MergeAnnotations annotations, String... mode) {
        List<String> words = new ArrayList<>(List.of("imagetools", "create"));
        builder.ifPresent(name -> words.addAll(List.of("--builder", name)));
        words.addAll(List.of(mode));
        words.addAll(annotations.words(legs));
        legs.forEach(leg -> words.add(repository.with(leg.leg()).toString()));
        return words;
    }

    /** Exactly the planned images in their order, each attestation behind its image, every annotation in its place. */
    private static void check(Index index, List<ResolvedLeg> legs, MergeAnnotations annotations) throws StepFailed {
        List<Digest> expected = new ArrayList<>();
        for (ResolvedLeg leg : legs) {
            expected.add(leg.image());
            expected.addAll(leg.attestations());
        }
        List<Digest> found = index.manifests().stream().map(Descriptor::digest).toList();
        List<String> faults = new ArrayList<>();
        if (!found.equals(expected)) {
            faults.add("its entries are " + found + ", expected each planned image followed by its attestations "
                    + expected);
        }
        annotations.missingFrom(index).forEach(missing -> faults.add(missing + " is missing"));
        if (!faults.isEmpty()) {
            throw new StepFailed("docker buildx imagetools create --dry-run: " + String.join("; ", faults)
                    + ". Nothing was pushed, no tag was moved. Fix: try another buildx (0.12 or later), or --facts none"
                    + " where annotations are missing");
        }
    }
}
