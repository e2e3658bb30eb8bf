package dev.multiarch.report;

import dev.multiarch.image.Artifact;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Platform;
import dev.multiarch.policy.AttestationSummary;
import dev.multiarch.policy.Subject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is in an index, a single image or an artifact.
 *
 * @param mediaType of the document that the name refers to
 * @param choice where a client's platform was asked for
 */
public record Inspection(String mediaType, Subject subject, Optional<Choice> choice) {
    /**
     * What a client takes.
     *
     * @param entry none if the client finds nothing; every client pulls an image that is not an index
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

    /** The attestations that the index lists as being about this image, with what each comes to. */
    Map<Digest, AttestationSummary> attestations(Subject.Image image) {
        Map<Digest, AttestationSummary> found = new LinkedHashMap<>();
        for (Descriptor entry : subject.index().manifests()) {
            Digest digest = image.descriptor().digest();
            if (entry.attests(digest)) {
                found.put(entry.digest(), AttestationSummary.of(subject, entry.digest(), digest));
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
