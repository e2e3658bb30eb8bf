package dev.multiarch.image;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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

    /** The predicate type that an attestation's layer announces; its statement may say something else. */
    public static Optional<String> announced(Descriptor layer) {
        return Optional.ofNullable(layer.annotations().get(PREDICATE));
    }

    public static List<String> texts(Collection<AttestationKind> kinds) {
        return kinds.stream().map(AttestationKind::toString).sorted().toList();
    }

    public static String names(Collection<AttestationKind> kinds, String between) {
        return kinds.stream().map(AttestationKind::toString).collect(Collectors.joining(between));
    }

    /** The kind of this predicate type; empty for one that nothing here asks for. */
    public static Optional<AttestationKind> of(String predicate) {
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
