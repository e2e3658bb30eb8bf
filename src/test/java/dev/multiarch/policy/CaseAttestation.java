package dev.multiarch.policy;

import static dev.multiarch.policy.CaseFile.optional;
import static dev.multiarch.policy.CaseFile.text;

import dev.multiarch.host.Fact;
import dev.multiarch.host.Learnt;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.JsonObject;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.policy.yaml.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An entry of a case that calls itself an attestation: {@code of} what, with which {@code predicates}. */
final class CaseAttestation {
    private static final String IN_TOTO = "application/vnd.in-toto+json";

    private CaseAttestation() {}

    static Map<String, Object> marks(Yaml.Mapping facts) {
        Map<String, Object> marks = new LinkedHashMap<>();
        marks.put(Descriptor.ATTESTATION_TYPE, "attestation-manifest");
        optional(facts, "of")
                .ifPresent(of -> marks.put(
                        Descriptor.ATTESTATION_SUBJECT,
                        of.startsWith("image ") ? CaseSubject.digest(of).toString() : of));
        return marks;
    }

    static Fact<Manifest> manifest(Yaml.Mapping facts, Digest digest) {
        if (facts.get("manifest").orElse(null) instanceof Yaml.Mapping unknown) {
            return Fact.unknown(text(unknown, "unknown"));
        }
        List<Descriptor> layers = new ArrayList<>();
        if (facts.get("predicates").orElse(null) instanceof Yaml.Sequence predicates) {
            for (Yaml predicate : predicates.items()) {
                layers.add(layer(facts, digest, ((Yaml.Scalar) predicate).text()));
            }
        }
        Descriptor config = descriptor(MediaTypes.OCI_CONFIG, digest, Map.of());
        return Fact.known(new Manifest(MediaTypes.OCI_MANIFEST, config, layers, Map.of()), Learnt.REGISTRY);
    }

    private static Descriptor layer(Yaml.Mapping facts, Digest digest, String predicate) {
        String type = optional(facts, "layer-type").orElse(IN_TOTO);
        return descriptor(type, digest, Map.of("in-toto.io/predicate-type", predicate));
    }

    private static Descriptor descriptor(String type, Digest digest, Map<String, Object> annotations) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("mediaType", type);
        json.put("digest", digest.toString());
        json.put("size", 1L);
        json.put("annotations", annotations);
        return Descriptor.read(new JsonObject("case", "", json));
    }
}
