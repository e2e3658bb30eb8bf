package dev.multiarch.policy.cases;

import dev.multiarch.host.Fact;
import dev.multiarch.host.Learnt;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.MediaTypes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** An entry of a case that calls itself an attestation: {@code of} what, with which {@code predicates}. */
final class CaseAttestation {
    private static final String IN_TOTO = "application/vnd.in-toto+json";

    private CaseAttestation() {}

    static Map<String, Object> marks(CaseFacts entry) {
        Map<String, Object> marks = new LinkedHashMap<>();
        marks.put(Descriptor.ATTESTATION_TYPE, "attestation-manifest");
        entry.text("of")
                .ifPresent(of -> marks.put(
                        Descriptor.ATTESTATION_SUBJECT,
                        of.startsWith("image ") ? CaseImage.digest(of).toString() : of));
        return marks;
    }

    static Fact<Manifest> manifest(CaseFacts entry) {
        Optional<String> unknown = entry.unknown("manifest");
        if (unknown.isPresent()) {
            return Fact.unknown(unknown.get());
        }
        List<Descriptor> layers = entry.texts("predicates", Function.identity()).stream()
                .map(predicate -> layer(entry, predicate))
                .toList();
        Descriptor config = descriptor(MediaTypes.OCI_CONFIG, Map.of());
        return Fact.known(
                new Manifest(MediaTypes.OCI_MANIFEST, config, layers, Map.of(), Optional.empty()), Learnt.REGISTRY);
    }

    private static Descriptor layer(CaseFacts entry, String predicate) {
        String type = entry.text("layer-type").orElse(IN_TOTO);
        return descriptor(type, Map.of("in-toto.io/predicate-type", predicate));
    }

    private static Descriptor descriptor(String type, Map<String, Object> annotations) {
        return CaseImage.descriptor(type, "layer", 1, Map.of("annotations", annotations));
    }
}
