package dev.multiarch.report;

import dev.multiarch.fact.Fact;
import dev.multiarch.image.AttestationKind;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.Platform;
import dev.multiarch.json.SafeJson;
import dev.multiarch.policy.AttestationSummary;
import dev.multiarch.policy.Subject;
import dev.multiarch.record.BuildFacts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** For programs: {@code dev.multiarch.inspect/v1}, whose schema is {@code policies/inspect-v1.schema.json}. */
final class InspectionJson {
    private static final String SCHEMA = "dev.multiarch.inspect/v1";

    private final Inspection found;

    InspectionJson(Inspection found) {
        this.found = found;
    }

    byte[] print() {
        Subject subject = found.subject();
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("schema", SCHEMA);
        root.put("reference", SafeJson.text(subject.reference()));
        root.put("kind", found.isIndex() ? "index" : found.artifact().isPresent() ? "artifact" : "image");
        found.artifact().ifPresent(artifact -> root.put("artifact", SafeJson.text(artifact.name())));
        root.put("digest", subject.digest().toString());
        root.put("mediaType", SafeJson.text(found.mediaType()));
        root.put("annotations", texts(subject.index().annotations()));
        found.choice().ifPresent(choice -> root.put("for", choice(choice)));
        root.put("images", subject.images().stream().map(this::image).toList());
        root.put("setAside", subject.aside().stream().map(InspectionJson::aside).toList());
        root.put(
                "strayAttestations",
                found.strays().stream().map(entry -> entry.digest().toString()).toList());
        return SafeJson.write(root);
    }

    private static Map<String, Object> aside(Subject.Aside aside) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("digest", aside.descriptor().digest().toString());
        json.put("kind", SafeJson.text(aside.artifact().name()));
        json.put("type", SafeJson.text(aside.artifact().type()));
        return json;
    }

    private Map<String, Object> choice(Inspection.Choice choice) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("platform", choice.client().toString());
        json.put("taken", found.isTaken());
        if (!found.isIndex() && found.isTaken()) {
            json.put("digest", found.subject().digest().toString());
        }
        choice.entry().ifPresent(entry -> json.put("digest", entry.digest().toString()));
        json.put("offered", choice.offered().stream().map(SafeJson::text).toList());
        return json;
    }

    private Map<String, Object> image(Subject.Image image) {
        Descriptor entry = image.descriptor();
        Map<String, Object> json = new LinkedHashMap<>();
        entry.platform().ifPresent(platform -> json.put("platform", platform.toString()));
        if (!entry.platform().map(Platform::toString).orElse("").equals(entry.platformText())) {
            json.put("platformAsWritten", SafeJson.text(entry.platformText()));
        }
        json.put("digest", entry.digest().toString());
        json.put("mediaType", SafeJson.text(entry.mediaType()));
        json.put("size", entry.size());
        entry.artifactType().ifPresent(type -> json.put("artifactType", SafeJson.text(type)));
        if (!entry.features().isEmpty()) {
            json.put("osFeatures", entry.features().stream().map(SafeJson::text).toList());
        }
        json.put("annotations", texts(entry.annotations()));
        json.put("compressedSize", JsonReport.fact(image.manifest(), Manifest::compressedSize));
        json.put("layers", JsonReport.fact(image.manifest(), InspectionJson::layers));
        json.put(
                "config",
                JsonReport.fact(image.manifest(), m -> m.config().digest().toString()));
        Fact<String> created = image.config().isKnown()
                        && image.config().value().get().created().isEmpty()
                ? Fact.unknown("the config does not say")
                : image.config().map(config -> config.created().orElse(""));
        json.put("created", JsonReport.fact(created, SafeJson::text));
        json.put("attestations", attestations(image));
        json.put("build", build(image.build()));
        return json;
    }

    private static List<Object> layers(Manifest manifest) {
        List<Object> layers = new ArrayList<>();
        for (Descriptor layer : manifest.layers()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("mediaType", SafeJson.text(layer.mediaType()));
            json.put("digest", layer.digest().toString());
            json.put("size", layer.size());
            layers.add(json);
        }
        return layers;
    }

    private List<Object> attestations(Subject.Image image) {
        List<Object> all = new ArrayList<>();
        found.attestations(image).forEach((digest, attested) -> {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("digest", digest.toString());
            json.put("kinds", JsonReport.fact(kinds(digest, attested), AttestationKind::texts));
            json.put("wrong", attested.wrong().stream().map(SafeJson::text).toList());
            json.put("unread", attested.unread().stream().map(SafeJson::text).toList());
            all.add(json);
        });
        return all;
    }

    /** Unknown where nothing is known; else what counts, next to what could not. */
    private Fact<Set<AttestationKind>> kinds(Digest entry, AttestationSummary attested) {
        return attested.kinds().isEmpty() && !attested.unread().isEmpty()
                ? Fact.unknown(attested.unread().get(0))
                : found.subject().attestation(entry).map(read -> attested.kinds());
    }

    private static Map<String, Object> build(BuildFacts facts) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("emulated", JsonReport.fact(facts.emulated(), flag -> flag));
        json.put("seconds", JsonReport.fact(facts.duration(), time -> time.toMillis() / 1e3));
        json.put("emulatedSeconds", JsonReport.fact(facts.emulatedTime(), time -> time.toMillis() / 1e3));
        json.put("kernel", JsonReport.fact(facts.kernel(), SafeJson::text));
        json.put("binfmtFlags", JsonReport.fact(facts.binfmtFlags(), SafeJson::text));
        json.put("emulator", JsonReport.fact(facts.emulator(), SafeJson::text));
        return json;
    }

    private static Map<String, String> texts(Map<String, String> annotations) {
        Map<String, String> safe = new LinkedHashMap<>();
        annotations.forEach((key, value) -> safe.put(SafeJson.text(key), SafeJson.text(value)));
        return safe;
    }
}
