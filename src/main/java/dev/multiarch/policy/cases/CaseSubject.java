package dev.multiarch.policy.cases;

import dev.multiarch.fact.Fact;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Index;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.policy.Attestation;
import dev.multiarch.policy.Subject;
import dev.multiarch.policy.Subject.Image;
import dev.multiarch.policy.yaml.Yaml;
import dev.multiarch.signature.FoundSignature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The index of a case: its {@code images}, each as {@link CaseImage} says, {@code annotations}, {@code media-type},
 * {@code reference}, {@code signatures} and {@code verdicts}. With the media type of an image's manifest it is that single image, which no index names.
 */
final class CaseSubject {
    private static final List<String> KEYS = List.of(
            "images", "annotations", "media-type", "reference", CaseSignatures.SIGNATURES, CaseSignatures.VERDICTS);

    /** More than any index that a case needs. */
    private static final int MOST = 1_000;

    private CaseSubject() {}

    static Subject read(CaseFacts index, Instant now) {
        index.only("subject", KEYS);
        List<CaseImage> entries = new ArrayList<>();
        for (CaseFacts facts : index.items("images")) {
            entries.add(CaseImage.read(facts, entries.size() + 1));
        }
        if (entries.size() > MOST) {
            index.values().problem(index.tree().place(), "these are more than " + MOST + " images");
        }
        var document = new Index(
                index.text("media-type").orElse(MediaTypes.OCI_INDEX),
                entries.stream().map(CaseImage::descriptor).toList(),
                annotations(index.at("annotations")));
        Map<Digest, Fact<Attestation>> attestations = new LinkedHashMap<>();
        entries.stream()
                .filter(CaseImage::isAttestation)
                .forEach(entry -> attestations.put(entry.descriptor().digest(), CaseAttestation.read(entry.facts())));
        List<Image> images = entries.stream()
                .filter(entry -> !entry.isAttestation())
                .map(CaseImage::image)
                .toList();
        String reference = index.text("reference").orElse("registry.example/app:1.2");
        Map<Digest, Fact<List<FoundSignature>>> signatures = new LinkedHashMap<>();
        entries.forEach(entry -> signatures.put(entry.descriptor().digest(), CaseSignatures.read(entry.facts())));
        signatures.put(CaseImage.digest("index"), CaseSignatures.read(index));
        return new Subject(reference, CaseImage.digest("index"), document, attestations, images)
                .with(new CaseSignatures(signatures, CaseSignatures.verdicts(index), now));
    }

    static Map<String, String> annotations(CaseFacts annotations) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, Yaml.Entry> each : annotations.tree().entries().entrySet()) {
            annotations.text(each.getKey()).ifPresent(text -> texts.put(each.getKey(), text));
        }
        return texts;
    }
}
