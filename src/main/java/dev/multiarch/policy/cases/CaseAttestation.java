package dev.multiarch.policy.cases;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.AttestationKind;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Statement;
import dev.multiarch.policy.Attestation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * An entry of a case that calls itself an attestation: {@code of} what, with which {@code predicates}, a statement each.
 * The statements are {@code about} the same image, unless the case names others or none; their layers announce the same
 * predicates, unless it says what is {@code announced}; {@code statements: {unknown: why}} where they can't be read; {@code
 * subject} is the manifest's own.
 */
final class CaseAttestation {
    private CaseAttestation() {}

    static Map<String, Object> marks(CaseFacts entry) {
        Map<String, Object> marks = new LinkedHashMap<>();
        marks.put(Descriptor.ATTESTATION_TYPE, "attestation-manifest");
        entry.text("of").ifPresent(of -> marks.put(Descriptor.ATTESTATION_SUBJECT, named(of)));
        return marks;
    }

    /** {@code image 2}, or a digest. */
    private static String named(String text) {
        return text.startsWith("image ") ? CaseImage.digest(text).toString() : text;
    }

    static Fact<Attestation> read(CaseFacts entry) {
        Optional<String> unknown = entry.unknown("manifest");
        if (unknown.isPresent()) {
            return Fact.unknown(unknown.get());
        }
        List<String> predicates = entry.texts("predicates", Function.identity());
        List<String> announced = entry.has("announced") ? entry.texts("announced", Function.identity()) : predicates;
        List<Attestation.Held> held = new ArrayList<>();
        List<Descriptor> layers = new ArrayList<>();
        for (int i = 0; i < predicates.size(); i++) {
            Descriptor layer = layer(entry, i, i < announced.size() ? announced.get(i) : "");
            layers.add(layer);
            if (Statement.isIn(layer.mediaType())) {
                held.add(new Attestation.Held(layer, statement(entry, predicates.get(i))));
            }
        }
        Descriptor config = CaseImage.descriptor(MediaTypes.OCI_CONFIG, "config", 1, Map.of());
        var manifest = new Manifest(MediaTypes.OCI_MANIFEST, config, layers, Map.of(), Optional.empty());
        Optional<Digest> subject = entry.parsed("subject", text -> Digest.parse(named(text)));
        return Fact.known(new Attestation(manifest, subject, held), FactSource.REGISTRY);
    }

    private static Fact<Statement> statement(CaseFacts entry, String predicate) {
        Optional<String> unknown = entry.unknown("statements");
        if (unknown.isPresent()) {
            return Fact.unknown(unknown.get());
        }
        List<Digest> about = entry.has("about")
                ? entry.texts("about", text -> Digest.parse(named(text)))
                : entry.parsed("of", text -> Digest.parse(named(text))).stream().toList();
        return Fact.known(new Statement(predicate, Set.copyOf(about), 0), FactSource.REGISTRY);
    }

    private static Descriptor layer(CaseFacts entry, int number, String announced) {
        String type = entry.text("layer-type").orElse(AttestationKind.IN_TOTO);
        Map<String, Object> annotations =
                announced.isEmpty() ? Map.of() : Map.of("in-toto.io/predicate-type", announced);
        return CaseImage.descriptor(type, "statement " + (number + 1), 1, Map.of("annotations", annotations));
    }
}
