package dev.multiarch.publish;

import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.plan.Plan;
import dev.multiarch.plan.PlanRequest;
import dev.multiarch.plan.RunnerMap;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.embedded.EmbeddedRegistry;
import dev.multiarch.registry.request.RegistryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Two registries in memory with images that others made, in all the forms in which others make them. */
public final class OtherImages implements AutoCloseable {
    private static final byte[] EMPTY_TAR = new byte[1024];

    public final EmbeddedRegistry server;
    public final EmbeddedRegistry far;
    public final Registry client = Sample.client();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<String> farLines = new CopyOnWriteArrayList<>();
    private final Map<String, Deed> deeds = new ConcurrentHashMap<>();

    public OtherImages() throws IOException {
        server = EmbeddedRegistry.start(Optional.empty(), 0, heard -> hear(heard.line()));
        far = EmbeddedRegistry.start(Optional.empty(), 0, heard -> farLines.add(heard.line()));
    }

    /** What happens before a request is answered. */
    public interface Deed {
        void run() throws Exception;
    }

    private void hear(String line) {
        lines.add(line);
        Deed deed = deeds.remove(line);
        if (deed != null) {
            try {
                deed.run();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Does something when this request has come in here and is not answered yet, once. */
    public void once(String line, Deed deed) {
        deeds.put(line, deed);
    }

    /** {@code app:1} here, {@code far/app:1} in the other registry. */
    public Reference ref(String name) {
        return Reference.parse(
                name.startsWith("far/") ? far.host() + "/" + name.substring(4) : server.host() + "/" + name);
    }

    /** Method and path of each request here since this was last asked. */
    public List<String> lines() {
        List<String> heard = List.copyOf(lines);
        lines.clear();
        return heard;
    }

    /** The same of the other registry. */
    public List<String> farLines() {
        List<String> heard = List.copyOf(farLines);
        farLines.clear();
        return heard;
    }

    /** The document under a name. */
    public String text(String name) throws RegistryException {
        return new String(client.manifest(ref(name)).bytes());
    }

    public Digest digest(String name) throws RegistryException {
        return client.resolve(ref(name)).orElseThrow();
    }

    /**
     * An image under a tag.
     *
     * @param platform as its config spells it, {@code windows(10.0.1)/amd64} with a version; nothing for none
     */
    public Digest image(String name, String platform) throws RegistryException {
        return image(name, platform, MediaTypes.OCI_MANIFEST, MediaTypes.OCI_CONFIG);
    }

    /** An image with a time in its config. */
    public Digest created(String name, String platform, String created) throws RegistryException {
        String config = "{" + members(platform) + ", \"created\": \"" + created
                + "\", \"rootfs\": {\"type\": \"layers\", \"diff_ids\": [\"" + Digest.of(EMPTY_TAR) + "\"]}}";
        return manifest(
                name,
                MediaTypes.OCI_MANIFEST,
                MediaTypes.OCI_CONFIG,
                config,
                "application/vnd.oci.image.layer.v1.tar",
                EMPTY_TAR,
                "");
    }

    public Digest dockerImage(String name, String platform) throws RegistryException {
        return image(name, platform, MediaTypes.DOCKER_MANIFEST, MediaTypes.DOCKER_CONFIG);
    }

    private Digest image(String name, String platform, String type, String configType) throws RegistryException {
        String config = "{" + (platform.isEmpty() ? "" : members(platform) + ", ") + "\"x\": \"" + name
                + "\", \"rootfs\": {\"type\": \"layers\", \"diff_ids\": [\"" + Digest.of(EMPTY_TAR) + "\"]}}";
        return manifest(name, type, configType, config, "application/vnd.oci.image.layer.v1.tar", EMPTY_TAR, "");
    }

    private static String members(String platform) {
        String[] parts = platform.split("/");
        String[] os = parts[0].split("[()]");
        return "\"os\": \"" + os[0] + "\", \"architecture\": \"" + parts[1] + "\""
                + (parts.length > 2 ? ", \"variant\": \"" + parts[2] + "\"" : "")
                + (os.length > 1 ? ", \"os.version\": \"" + os[1] + "\"" : "");
    }

    /** A Helm chart under a tag. */
    public Digest chart(String name) throws RegistryException {
        String type = "application/vnd.cncf.helm.";
        return manifest(name, MediaTypes.OCI_MANIFEST, type + "config.v1+json", "{}", type + "chart.v1", EMPTY_TAR, "");
    }

    /** BuildKit's attestation of an image, as an entry of an index. */
    public String attestation(String repository, Digest image) throws RegistryException {
        Digest digest = manifest(
                repository + ":attestation",
                MediaTypes.OCI_MANIFEST,
                MediaTypes.OCI_CONFIG,
                "{\"os\": \"unknown\", \"architecture\": \"unknown\", \"x\": \"" + image + "\"}",
                "application/vnd.in-toto+json",
                Sample.bytes("{}"),
                "");
        return entry(
                repository,
                digest,
                "unknown/unknown",
                ", \"annotations\": {\"vnd.docker.reference.digest\": \"" + image
                        + "\", \"vnd.docker.reference.type\": \"attestation-manifest\"}");
    }

    /** A signature that has an image for its subject. */
    public Digest signature(String name) throws RegistryException {
        Digest subject = digest(name);
        int size = client.manifest(ref(name)).bytes().length;
        return manifest(
                name.substring(0, name.indexOf(':')) + ":signature",
                MediaTypes.OCI_MANIFEST,
                "application/vnd.dev.cosign.artifact.sig.v1+json",
                "{}",
                "application/vnd.dev.cosign.simplesigning.v1+json",
                Sample.bytes("signed " + subject),
                ", \"subject\": {\"mediaType\": \"" + MediaTypes.OCI_MANIFEST + "\", \"digest\": \"" + subject
                        + "\", \"size\": " + size + "}");
    }

    private Digest manifest(
            String name, String type, String configType, String config, String layerType, byte[] layer, String more)
            throws RegistryException {
        Reference ref = ref(name);
        Digest configDigest = client.pusher().blob(ref, Sample.bytes(config));
        Digest layerDigest = client.pusher().blob(ref, layer);
        byte[] bytes =
                Sample.bytes("{\"schemaVersion\": 2, \"mediaType\": \"" + type + "\", \"config\": {\"mediaType\": \""
                        + configType + "\", \"digest\": \"" + configDigest + "\", \"size\": " + config.length()
                        + "}, \"layers\": [{\"mediaType\": \"" + layerType + "\", \"digest\": \"" + layerDigest
                        + "\", \"size\": " + layer.length + "}]" + more + "}");
        client.pusher().manifest(ref, type, bytes);
        return Digest.of(bytes);
    }

    /**
     * An entry of an index.
     *
     * @param platform nothing for an entry that names none
     * @param more members, with a comma before them
     */
    public String entry(String repository, Digest manifest, String platform, String more) throws RegistryException {
        var document = client.manifest(ref(repository).with(manifest));
        return "{\"mediaType\": \"" + document.mediaType() + "\", \"digest\": \"" + manifest + "\", \"size\": "
                + document.bytes().length + (platform.isEmpty() ? "" : ", \"platform\": {" + members(platform) + "}")
                + more + "}";
    }

    public Digest index(String name, String type, String... entries) throws RegistryException {
        byte[] bytes = Sample.bytes("{\"schemaVersion\":2,\"mediaType\":\"" + type + "\",\"manifests\":["
                + String.join(",", entries) + "]}");
        client.pusher().manifest(ref(name), type, bytes);
        return Digest.of(bytes);
    }

    /** An OCI index of one image for each platform, as BuildKit makes it: each has an attestation. */
    public Digest attested(String name, String... platforms) throws RegistryException {
        String repository = name.substring(0, name.indexOf(':'));
        StringBuilder entries = new StringBuilder();
        for (String platform : platforms) {
            Digest image = image(name + "-" + platform.replace('/', '-'), platform);
            entries.append(entries.isEmpty() ? "" : ",")
                    .append(entry(repository, image, platform, ""))
                    .append(',')
                    .append(attestation(repository, image));
        }
        return index(name, MediaTypes.OCI_INDEX, entries.toString());
    }

    /**
     * A plan of {@code app} with its legs, in the files that a merge reads.
     *
     * @param id another one makes other legs
     */
    public void planned(Path folder, String id, String... platforms) throws IOException, RegistryException {
        Reference app = ref("app");
        Plan plan = new PlanRequest(
                        app.name(), List.of(platforms), RunnerMap.DEFAULT, Optional.of(id), Optional.empty(), List.of())
                .plan(Map.of(), Instant.now());
        Files.createDirectories(folder.resolve(".multiarch"));
        Files.write(folder.resolve(".multiarch/plan.json"), plan.write());
        for (Platform platform : plan.platforms()) {
            BuildRecord leg = LegImage.record(plan, platform, new LegImage(platform, id).push(client, app));
            Path file = folder.resolve(".multiarch/records").resolve(leg.key());
            Files.createDirectories(file.getParent());
            Files.write(file, leg.write());
        }
    }

    @Override
    public void close() {
        client.close();
        server.close();
        far.close();
    }
}
