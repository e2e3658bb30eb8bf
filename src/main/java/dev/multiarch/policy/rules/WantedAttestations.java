package dev.multiarch.policy.rules;

import dev.multiarch.image.AttestationKind;
import dev.multiarch.policy.Shape;
import dev.multiarch.policy.yaml.Values;
import dev.multiarch.policy.yaml.Yaml;
import dev.multiarch.text.Nearest;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** @param required what each image must have; all else may be there */
record WantedAttestations(Set<AttestationKind> required) {
    private static final List<String> WORDS = List.of("required", "optional");

    String expected() {
        return required.isEmpty() ? "attestations of this image alone" : AttestationKind.names(required, " and ");
    }

    static Optional<WantedAttestations> read(Yaml value, Yaml.Mapping siblings, Values values) {
        return values.mapping(value, "a mapping such as {provenance: required, sbom: optional}")
                .map(mapping -> {
                    List<String> known = List.of("provenance", "sbom");
                    values.onlyKeys(mapping, "image.attestations", known);
                    if (known.stream().noneMatch(key -> mapping.get(key).isPresent())) {
                        values.problem(value.place(), "expected the key provenance or sbom here, found neither");
                    }
                    Set<AttestationKind> required = EnumSet.noneOf(AttestationKind.class);
                    for (AttestationKind kind : AttestationKind.values()) {
                        mapping.get(kind.toString())
                                .flatMap(word -> word(word, values))
                                .filter(word -> word.equals("required"))
                                .ifPresent(word -> required.add(kind));
                    }
                    return new WantedAttestations(required);
                });
    }

    static Shape shape() {
        Shape word = new Shape.Words(WORDS);
        return new Shape.Keys(
                Map.of(AttestationKind.PROVENANCE.toString(), word, AttestationKind.SBOM.toString(), word), 1);
    }

    private static Optional<String> word(Yaml value, Values values) {
        String found = value instanceof Yaml.Scalar scalar ? scalar.text() : "";
        if (WORDS.contains(found)) {
            return Optional.of(found);
        }
        String hint = Nearest.to(found, WORDS)
                .map(near -> "Did you mean \"" + near + "\"?")
                .orElse("");
        return values.wrong(value, "required or optional", hint);
    }
}
