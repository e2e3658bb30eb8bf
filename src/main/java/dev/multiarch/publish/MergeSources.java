package dev.multiarch.publish;

import dev.multiarch.concurrent.AtOnce;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.publish.source.Assembly;
import dev.multiarch.publish.source.Part;
import dev.multiarch.publish.source.SourceContents;
import dev.multiarch.publish.source.SourceName;
import dev.multiarch.publish.source.SourceReader;
import dev.multiarch.publish.source.SourceRequest;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.Refused;
import dev.multiarch.step.Session;
import dev.multiarch.step.StepFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What one merge takes in addition to its legs, as it was read.
 *
 * @param taken sources with the digests that were read
 */
public record MergeSources(List<SourceContents> taken, Assembly assembly) {
    /**
     * @param repository of the legs
     * @throws Refused if there is no image where one was named, or if these can't be one index
     * @throws RegistryException if something can't be read
     */
    static MergeSources read(Session tools, Reference repository, SourceRequest request, List<ResolvedLeg> legs)
            throws RegistryException, Refused {
        try (var reader = new SourceReader(tools)) {
            List<SourceContents> planned = new ArrayList<>();
            for (ResolvedLeg leg : legs) {
                SourceName name = SourceName.of(repository.with(leg.leg()));
                planned.add(reader.read(name, Part.Origin.PLANNED, tools.progress()));
            }
            List<Wanted> wanted = new ArrayList<>();
            request.from().forEach(name -> wanted.add(new Wanted(name, Part.Origin.TAKEN)));
            request.keep().ifPresent(kept -> wanted.add(new Wanted(SourceName.of(kept), Part.Origin.KEPT)));
            List<SourceContents> taken = taken(tools, reader, wanted);
            Assembly assembly = Assembly.of(request, planned, taken);
            tools.progress().accept("the index will contain " + told(assembly));
            return new MergeSources(taken, assembly);
        }
    }

    private record Wanted(SourceName name, Part.Origin origin) {}

    /** What became of one that is read next to others. It counts once all before it do, as if they were read in turn. */
    private record Read(List<String> notes, Result result) {
        private interface Result {
            SourceContents get() throws RegistryException, Refused;
        }

        static Read of(SourceReader reader, Wanted wanted) {
            List<String> notes = new ArrayList<>();
            try {
                SourceContents contents = reader.read(wanted.name(), wanted.origin(), notes::add);
                return new Read(notes, () -> contents);
            } catch (RegistryException failed) {
                return new Read(notes, () -> {
                    throw failed;
                });
            } catch (Refused refused) {
                return new Read(notes, () -> {
                    throw refused;
                });
            }
        }
    }

    private static List<SourceContents> taken(Session tools, SourceReader reader, List<Wanted> wanted)
            throws RegistryException, Refused {
        List<SourceContents> taken = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        wanted.forEach(one -> tools.progress().accept("reading " + one.name()));
        AtOnce.<Wanted, Read, RegistryException>each(
                wanted, AtOnce.REQUESTS, one -> Read.of(reader, one), (one, read) -> {
                    read.notes().forEach(tools.progress());
                    try {
                        taken.add(read.result().get());
                    } catch (Refused refused) {
                        reasons.addAll(refused.reasons());
                    }
                });
        if (!reasons.isEmpty()) {
            throw new Refused(reasons);
        }
        return taken;
    }

    private static String told(Assembly assembly) {
        return assembly.parts().stream()
                .map(part -> part.platform()
                        + switch (part.origin()) {
                            case PLANNED -> " (built)";
                            case TAKEN -> " (from " + part.source() + ")";
                            case KEPT -> " (kept from " + part.source() + ")";
                        })
                .collect(Collectors.joining(", "));
    }

    /** With what the kept index says of itself. */
    MergeAnnotations annotated(Session tools, MergeAnnotations own) {
        boolean built = assembly.parts().stream().anyMatch(part -> part.origin() == Part.Origin.PLANNED);
        return KeptAnnotations.in(own, taken, built, tools.progress());
    }

    Engine engine(Session tools, Engine tagging) {
        return new SourcedEngine(tools, tagging, assembly);
    }

    /** The tag whose images are kept, if it is a tag. */
    Optional<KeptImages> kept() {
        return taken.stream()
                .filter(source -> source.origin() == Part.Origin.KEPT)
                .filter(source -> source.name().reference().digest().isEmpty())
                .map(source -> new KeptImages(
                        source.name().reference().orLatest(),
                        source.at().digest().orElseThrow()))
                .findFirst();
    }

    /**
     * Looks at the tags again that were read. What is kept must be what the tag has now, or another merge's images would be
     * lost; of what was taken the digest is named, and people should know.
     *
     * @param tags that are to move
     * @return why none may move
     */
    Optional<Promotion> movedMeanwhile(Session tools, List<Reference> tags) {
        Optional<Exception> failure;
        try {
            failure = movedMeanwhile(tools).map(Function.identity());
        } catch (RegistryException e) {
            failure = Optional.of(new StepFailed(e.getMessage() + " No tag was moved"));
        }
        return failure.map(why -> Promotion.failed(TagState.read(tools.registry(), tags), why, ""));
    }

    private Optional<Refused> movedMeanwhile(Session tools) throws RegistryException {
        List<String> reasons = new ArrayList<>();
        AtOnce.each(taken, AtOnce.REQUESTS, source -> now(tools, source), (source, now) -> {
            if (!now.equals(source.at().digest())) {
                String moved = source.name().reference().orLatest() + " pointed to "
                        + source.at().digest().orElseThrow() + " when it was read, and now" + " points to "
                        + now.map(Digest::toString).orElse("nothing");
                if (source.origin() == Part.Origin.KEPT) {
                    reasons.add(moved + ". Its images were to be kept: no tag was moved. Fix: merge again");
                } else {
                    tools.progress().accept("warning: " + moved + ": the merged index has what it pointed to before");
                }
            }
        });
        return reasons.isEmpty() ? Optional.empty() : Optional.of(new Refused(reasons));
    }

    private static Optional<Digest> now(Session tools, SourceContents source) throws RegistryException {
        Reference named = source.name().reference().orLatest();
        return named.digest().isPresent() ? named.digest() : tools.registry().resolve(named);
    }
}
