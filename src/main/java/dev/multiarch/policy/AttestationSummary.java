package dev.multiarch.policy;

import dev.multiarch.fact.Fact;
import dev.multiarch.image.AttestationKind;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Statement;
import dev.multiarch.policy.Attestation.Held;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the attestations of one image come to, for the rule and for {@code inspect}. An entry of the index says which image
 * it is about; what counts is what the statements in it say.
 *
 * @param kinds that statements about this image hold
 * @param wrong sentences on what contradicts: a statement about another image, or of another type than announced
 * @param unread sentences on what is unknown
 */
public record AttestationSummary(Set<AttestationKind> kinds, List<String> wrong, List<String> unread) {
    public AttestationSummary {
        wrong = List.copyOf(wrong);
        unread = List.copyOf(unread);
    }

    /** Of all entries of the index that say that they are about this image. */
    public static AttestationSummary of(Subject subject, Digest image) {
        var collector = new Collector(image);
        for (Descriptor entry : subject.index().manifests()) {
            if (entry.attests(image)) {
                collector.at(entry.digest(), subject.attestation(entry.digest()));
            }
        }
        return collector.result();
    }

    /** Of one entry. */
    public static AttestationSummary of(Subject subject, Digest entry, Digest image) {
        var collector = new Collector(image);
        collector.at(entry, subject.attestation(entry));
        return collector.result();
    }

    private static final class Collector {
        private final Digest image;
        private final Set<AttestationKind> kinds = EnumSet.noneOf(AttestationKind.class);
        private final Map<AttestationKind, String> elsewhere = new EnumMap<>(AttestationKind.class);
        private final List<String> wrong = new ArrayList<>();
        private final List<String> unread = new ArrayList<>();

        Collector(Digest image) {
            this.image = image;
        }

        /** A statement about something else is not a fault where another one of its kind is about this image. */
        AttestationSummary result() {
            List<String> all = new ArrayList<>(wrong);
            elsewhere.forEach((kind, sentence) -> {
                if (!kinds.contains(kind)) {
                    all.add(sentence);
                }
            });
            return new AttestationSummary(kinds, all, unread);
        }

        void at(Digest entry, Fact<Attestation> fact) {
            if (!fact.isKnown()) {
                unread.add(fact.reason());
                return;
            }
            Attestation attestation = fact.value().orElseThrow();
            Optional<Digest> other = attestation.subject().filter(subject -> !subject.equals(image));
            if (other.isPresent()) {
                wrong.add("the attestation " + entry + " is listed as one of " + image
                        + ", but its manifest's subject is " + other.get());
                return;
            }
            attestation.held().forEach(held -> at(held, attestation.subject().isPresent()));
        }

        /** @param bound whether the attestation's manifest names this image */
        private void at(Held held, boolean bound) {
            if (!held.statement().isKnown()) {
                unread.add(held.statement().reason());
                return;
            }
            Statement statement = held.statement().value().orElseThrow();
            String name = "the statement " + held.layer().digest();
            Optional<AttestationKind> kind = AttestationKind.of(statement.predicateType());
            Optional<String> announced = AttestationKind.announced(held.layer());
            if (!announced.map(AttestationKind::of).orElse(kind).equals(kind)) {
                wrong.add(name + " is announced as \"" + announced.orElse("") + "\", but its predicateType is \""
                        + statement.predicateType() + "\"");
            }
            if (kind.isEmpty()) {
                return;
            }
            if (statement.isAbout(image) || bound && statement.subjects().isEmpty() && statement.others() == 0) {
                kinds.add(kind.get());
            } else if (statement.subjects().isEmpty()) {
                unread.add(name + " (" + kind.get() + ") names no subject by sha256 or sha512, so nothing in it says"
                        + " which image it is about");
            } else {
                elsewhere.putIfAbsent(
                        kind.get(),
                        name + " (" + kind.get() + ") is about " + some(statement.subjects()) + ", not about " + image);
            }
        }

        private static String some(Set<Digest> subjects) {
            List<String> names =
                    subjects.stream().map(Digest::toString).sorted().collect(Collectors.toList());
            int more = names.size() - 1;
            return names.get(0) + (more > 0 ? " and " + more + " more" : "");
        }
    }
}
