package dev.multiarch.demo;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.host.ProbeProgram;
import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Platform;
import dev.multiarch.json.Json;
import dev.multiarch.plan.Plan;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.EmulatedTime;
import dev.multiarch.record.IndexAnnotations;
import dev.multiarch.record.RecordedBuilder;
import dev.multiarch.record.RecordedHost;
import dev.multiarch.registry.Pusher;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.request.RegistryException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One leg as a builder would have left it.
 *
 * @param program the platform that its program is really for
 * @param kernel of the host that its record names
 */
record StagedLeg(Platform platform, Platform program, String kernel) {
    private static final Duration EMULATED = Duration.ofSeconds(41);

    static StagedLeg honest(Platform platform) {
        return new StagedLeg(platform, platform, "6.8.0-1021-azure");
    }

    /** Pushes the image by digest, and returns the record of it. */
    BuildRecord push(Registry registry, Plan plan) throws RegistryException {
        Pusher pusher = registry.pusher();
        var layer = new Layer("app/server", ProbeProgram.of(program).orElseThrow());
        byte[] packed = layer.packed();
        byte[] config = Json.write(config(plan.created(), layer.diffId()));
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("schemaVersion", 2);
        manifest.put("mediaType", MediaTypes.OCI_MANIFEST);
        manifest.put("config", descriptor(MediaTypes.OCI_CONFIG, pusher.blob(plan.image(), config), config.length));
        Digest layerDigest = pusher.blob(plan.image(), packed);
        manifest.put("layers", List.of(descriptor(Layer.MEDIA_TYPE, layerDigest, packed.length)));
        byte[] bytes = Json.write(manifest);
        Digest image = Digest.of(bytes);
        pusher.manifest(plan.image().with(image), MediaTypes.OCI_MANIFEST, bytes);
        return record(plan, image);
    }

    private static Map<String, Object> descriptor(String mediaType, Digest digest, int size) {
        Map<String, Object> descriptor = new LinkedHashMap<>();
        descriptor.put("mediaType", mediaType);
        descriptor.put("digest", digest.toString());
        descriptor.put("size", size);
        return descriptor;
    }

    private Map<String, Object> config(Instant created, Digest diffId) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("created", created.toString());
        config.put("architecture", platform.architecture());
        if (!platform.variant().isEmpty()) {
            config.put("variant", platform.variant());
        }
        config.put("os", platform.os());
        config.put("config", Map.of("Entrypoint", List.of("/app/server")));
        config.put("rootfs", Map.of("type", "layers", "diff_ids", List.of(diffId.toString())));
        return config;
    }

    private BuildRecord record(Plan plan, Digest image) {
        boolean emulated = !platform.architecture().equals("amd64");
        var step = new EmulatedTime.Step("[2/2] RUN make", EMULATED, 4, false);
        Fact<EmulatedTime> time = emulated
                ? Fact.known(new EmulatedTime(EMULATED, EmulatedTime.STEPS, false, List.of(step)), FactSource.COMMAND)
                : Fact.unknown("a native leg");
        return new BuildRecord(
                plan.id(),
                platform,
                1,
                true,
                plan.image().name(),
                Optional.of(image),
                Optional.of(image),
                Fact.known(emulated, FactSource.PROBE),
                new RecordedBuilder("staged", "demo", "", ""),
                host(emulated),
                plan.created(),
                plan.created().plus(EMULATED),
                time,
                List.of(),
                List.of(),
                Optional.empty(),
                IndexAnnotations.NONE);
    }

    private RecordedHost host(boolean emulated) {
        String qemu = "/usr/bin/qemu-" + platform.architecture();
        var entry = new RecordedHost.Entry("qemu-" + platform.architecture(), qemu, "F", true);
        return new RecordedHost(
                Fact.known(kernel, FactSource.PROBE),
                Fact.unknown("staged"),
                emulated ? Fact.known(entry, FactSource.ENTRY) : Fact.unknown("a native leg"),
                Fact.known(false, FactSource.PROBE),
                emulated ? Fact.known(qemu, FactSource.PROBE) : Fact.unknown("a native leg"));
    }
}
