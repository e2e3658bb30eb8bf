package dev.multiarch.publish;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.json.Json;
import dev.multiarch.plan.Plan;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.IndexAnnotations;
import dev.multiarch.record.RecordedBuilder;
import dev.multiarch.record.RecordedHost;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.request.RegistryException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image of one empty layer, as a leg without attestations leaves it.
 *
 * @param content makes its digest another than that of other images
 * @param created as its config says; empty where it says nothing
 */
public record LegImage(Platform platform, String content, String created) {
    public LegImage(Platform platform, String content) {
        this(platform, content, "");
    }

    /** The end of a tar archive, which is all that an empty one has (POSIX.1-2017, "ustar Interchange Format"). */
    private static final byte[] EMPTY_TAR = new byte[1024];

    public Digest push(Registry registry, Reference repository) throws RegistryException {
        byte[] bytes = manifest(registry, repository);
        registry.pusher().manifest(repository.with(Digest.of(bytes)), MediaTypes.OCI_MANIFEST, bytes);
        return Digest.of(bytes);
    }

    /** An index of this image alone, under a tag. */
    public Digest pushIndex(Registry registry, Reference repository, Instant created, String tag)
            throws RegistryException {
        Digest image = push(registry, repository);
        int size = registry.manifest(repository.with(image)).bytes().length;
        Map<String, Object> entry = descriptor(MediaTypes.OCI_MANIFEST, image, size);
        entry.put("platform", Map.of("os", platform.os(), "architecture", platform.architecture()));
        byte[] index = Json.write(document(
                MediaTypes.OCI_INDEX,
                Map.of(
                        "manifests",
                        List.of(entry),
                        "annotations",
                        Map.of("org.opencontainers.image.created", created.toString()))));
        registry.pusher().manifest(repository.withTag(tag), MediaTypes.OCI_INDEX, index);
        return Digest.of(index);
    }

    private byte[] manifest(Registry registry, Reference repository) throws RegistryException {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("os", platform.os());
        settings.put("architecture", platform.architecture());
        if (!platform.variant().isEmpty()) {
            settings.put("variant", platform.variant());
        }
        if (!created.isEmpty()) {
            settings.put("created", created);
        }
        settings.put("config", Map.of("Labels", Map.of("content", content)));
        Digest layer = registry.pusher().blob(repository, EMPTY_TAR);
        settings.put("rootfs", Map.of("type", "layers", "diff_ids", List.of(layer.toString())));
        byte[] config = Json.write(settings);
        Digest configDigest = registry.pusher().blob(repository, config);
        return Json.write(document(
                MediaTypes.OCI_MANIFEST,
                Map.of(
                        "config",
                        descriptor(MediaTypes.OCI_CONFIG, configDigest, config.length),
                        "layers",
                        List.of(descriptor("application/vnd.oci.image.layer.v1.tar", layer, EMPTY_TAR.length)))));
    }

    private static Map<String, Object> document(String mediaType, Map<String, Object> members) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schemaVersion", 2);
        document.put("mediaType", mediaType);
        document.putAll(members);
        return document;
    }

    private static Map<String, Object> descriptor(String mediaType, Digest digest, int size) {
        Map<String, Object> descriptor = new LinkedHashMap<>();
        descriptor.put("mediaType", mediaType);
        descriptor.put("digest", digest.toString());
        descriptor.put("size", size);
        return descriptor;
    }

    /** The record of a native leg that is this image. */
    public static BuildRecord record(Plan plan, Platform platform, Digest image) {
        Fact<String> unknown = Fact.unknown("not looked at");
        return new BuildRecord(
                plan.id(),
                platform,
                1,
                true,
                plan.image().name(),
                Optional.of(image),
                Optional.of(image),
                Fact.known(false, FactSource.PROBE),
                new RecordedBuilder("staged", "remote", "", ""),
                new RecordedHost(
                        Fact.known("6.8.0", FactSource.PROBE),
                        unknown,
                        Fact.unknown("a native leg"),
                        Fact.known(false, FactSource.PROBE),
                        Fact.unknown("a native leg")),
                plan.created(),
                plan.created(),
                Fact.unknown("a native leg"),
                List.of(),
                List.of(),
                Optional.empty(),
                IndexAnnotations.NONE);
    }
}
