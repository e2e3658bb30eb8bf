package dev.multiarch.image;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What an attestation says of an image, by the predicate types of in-toto statements, as builders write them. */
public enum AttestationKind {
    PROVENANCE(List.of("https://slsa.dev/provenance/")),
    SBOM(List.of("https://spdx.dev/Document", "https://cyclonedx.org/bom"));

    public static final String IN_TOTO = "application/vnd.in-toto+json";
    private static final String PREDICATE = "in-toto.io/predicate-type";

    private final List<String> predicates;

    AttestationKind(List<String> predicates) {
        this.predicates = predicates;
    }

    /** The kinds that an attestation manifest holds. */
    public static Set<AttestationKind> in(Manifest manifest) {
        var found = EnumSet.noneOf(AttestationKind.class);
        for (Descriptor layer : manifest.layers()) {
            if (layer.mediaType().equals(IN_TOTO)) {
                of(layer.annotations().getOrDefault(PREDICATE, "")).ifPresent(found::add);
            }
        }
        return found;
    }

    public static String names(Collection<AttestationKind> kinds, String between) {
        return kinds.stream().map(AttestationKind::toString).collect(Collectors.joining(between));
    }

    private static Optional<AttestationKind> of(String predicate) {
        for (AttestationKind kind : values()) {
            if (kind.predicates.stream().anyMatch(predicate::startsWith)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
