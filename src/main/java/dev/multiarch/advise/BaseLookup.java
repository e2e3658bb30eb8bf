package dev.multiarch.advise;

import dev.multiarch.dockerfile.advice.Bases;
import dev.multiarch.dockerfile.advice.Bases.Base;
import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.Offered;
import dev.multiarch.step.Session;
import dev.multiarch.text.FormatException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks registries what the digests of base images are. */
final class BaseLookup {
    /** More than any honest Dockerfile names; a bound on the requests that a hostile one can cause. */
    private static final int MOST = 50;

    private final Session tools;

    BaseLookup(Session tools) {
        this.tools = tools;
    }

    /** @param names as {@code FROM} has them */
    Bases ask(List<String> names) {
        Map<String, Fact<Base>> known = new LinkedHashMap<>();
        for (String name : names) {
            known.put(name, known.size() < MOST ? ask(name) : Fact.unknown("more than " + MOST + " base images"));
        }
        return new Bases(known, true);
    }

    private Fact<Base> ask(String name) {
        tools.progress().accept("asking the registry what " + name + " is");
        try {
            Reference reference = Reference.parse(name);
            try (Source source = tools.at(reference)) {
                return Fact.known(base(source, reference), FactSource.REGISTRY);
            }
        } catch (RegistryException | FormatException e) {
            return Fact.unknown(e.getMessage());
        }
    }

    private Base base(Source source, Reference reference) throws RegistryException {
        Offered offered = Offered.by(source, reference);
        return new Base(
                offered.isIndex(),
                offered.platforms(),
                offered.isIndex() ? Optional.empty() : index(reference, offered.digest()));
    }

    /** Of which the tag is by now, if the image is in there. */
    private Optional<Digest> index(Reference reference, Digest image) {
        if (reference.tag().isEmpty()) {
            return Optional.empty();
        }
        Reference tagged =
                Reference.parse(reference.name() + ":" + reference.tag().get());
        try (Source source = tools.at(tagged)) {
            Document document = source.root();
            boolean holds = MediaTypes.isIndex(document.mediaType())
                    && Index.parse(document.bytes(), tagged.toString()).images().stream()
                            .anyMatch(entry -> entry.digest().equals(image));
            return holds ? Optional.of(document.digest()) : Optional.empty();
        } catch (RegistryException | FormatException unknown) {
            return Optional.empty(); // the fault stands without it; only the edit is missing
        }
    }
}
