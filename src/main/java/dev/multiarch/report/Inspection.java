package dev.multiarch.report;

import dev.multiarch.host.Fact;
import dev.multiarch.image.Artifact;
import dev.multiarch.image.AttestationKind;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.Subject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is in an index, a single image or an artifact.
 *
 * @param mediaType of the document that the name stands for
 * @param choice where a client's platform was asked for
 */
public record Inspection(String mediaType, Subject subject, Optional<Choice> choice) {
    /**
     * What a client takes.
     *
     * @param entry none where the client takes nothing; an image that is no index is taken by every client
     * @param offered the platforms that the index has, as it spells them
     */
    public record Choice(Platform client, Optional<Descriptor> entry, List<String> offered) {}

    public String text() {
        return new InspectionText(this).print();
    }

    public byte[] json() {
        return new InspectionJson(this).print();
    }

    public boolean isIndex() {
        return subject.isIndex();
    }

    /** What it is instead of an index or an image. */
    Optional<Artifact> artifact() {
        return isIndex()
                ? Optional.empty()
                : subject.aside().stream().map(Subject.Aside::artifact).findFirst();
    }

    /** Whether a client on the platform that was asked for gets an image. */
    public boolean isTaken() {
        boolean image = !subject.images().isEmpty();
        return choice.isEmpty() || image && (!isIndex() || choice.get().entry().isPresent());
    }

    /** The attestations that say that they are of this image, with what each holds where it could be read. */
    Map<Digest, Fact<Set<AttestationKind>>> attestations(Subject.Image image) {
        Map<Digest, Fact<Set<AttestationKind>>> found = new LinkedHashMap<>();
        for (Descriptor entry : subject.index().manifests()) {
            if (entry.attests(image.descriptor().digest())) {
                Fact<Manifest> manifest =
                        subject.attestations().getOrDefault(entry.digest(), Fact.unknown("it was not read"));
                found.put(entry.digest(), manifest.map(m -> new TreeSet<>(AttestationKind.in(m))));
            }
        }
        return found;
    }

    /** Entries marked as attestations that are of no image here. */
    List<Descriptor> strays() {
        return subject.index().manifests().stream()
                .filter(Descriptor::isAttestation)
                .filter(entry -> subject.images().stream()
                        .noneMatch(image -> entry.attests(image.descriptor().digest())))
                .toList();
    }
}
