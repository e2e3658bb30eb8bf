package dev.multiarch.copy;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Reference;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.registry.Referrers;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.Session;
import dev.multiarch.step.StepFailed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sees to it that referrers are listed where they were copied to. Without the API that is an index under a tag, which every
 * writer reads, changes and writes: where another one does so at the same time, one of the two is lost, so it is read again.
 */
final class ReferrerLists {
    private static final int ATTEMPTS = 4;

    private final Session tools;
    private final Referrers referrers;

    ReferrerLists(Session tools) {
        this.tools = tools;
        this.referrers = new Referrers(tools.registry());
    }

    /** @param subject where it was copied to */
    void add(Reference subject, List<Descriptor> entries) throws RegistryException, StepFailed {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Referrers.Listed listed = referrers.of(subject);
            List<Digest> known =
                    listed.entries().stream().map(Descriptor::digest).toList();
            List<Descriptor> missing = entries.stream()
                    .filter(entry -> !known.contains(entry.digest()))
                    .toList();
            if (listed.byApi() || missing.isEmpty()) {
                return; // a registry with the API lists what names its subject, perhaps a moment later
            }
            Reference tag = subject.withTag(Referrers.tag(subject.digest().orElseThrow()));
            byte[] list = with(missing, listed.entries().isEmpty() ? Optional.empty() : Optional.of(document(tag)));
            tools.registry().pusher().manifest(tag, MediaTypes.OCI_INDEX, list);
        }
        throw new StepFailed(
                "what refers to " + subject + " was copied, and other writers keep replacing the list of it."
                        + " Fix: try again when nobody signs there");
    }

    private JsonObject document(Reference tag) throws RegistryException {
        return Json.read(tools.registry().manifest(tag).bytes(), tag.toString());
    }

    /** What others wrote stays as it is. */
    private static byte[] with(List<Descriptor> missing, Optional<JsonObject> old) {
        Map<String, Object> index = new LinkedHashMap<>();
        index.put("schemaVersion", 2);
        index.put("mediaType", MediaTypes.OCI_INDEX);
        old.ifPresent(list -> index.putAll(list.members()));
        List<Object> entries = new ArrayList<>();
        if (index.get("manifests") instanceof List<?> known) {
            entries.addAll(known);
        }
        missing.forEach(entry -> entries.add(json(entry)));
        index.put("manifests", entries);
        return Json.write(index);
    }

    private static Map<String, Object> json(Descriptor entry) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("mediaType", entry.mediaType());
        json.put("digest", entry.digest().toString());
        json.put("size", entry.size());
        if (!entry.annotations().isEmpty()) {
            json.put("annotations", entry.annotations());
        }
        entry.artifactType().ifPresent(type -> json.put("artifactType", type));
        return json;
    }
}
