package dev.multiarch.rebuild;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.json.Json;
import dev.multiarch.plan.Checkout;
import dev.multiarch.plan.Plan;
import dev.multiarch.plan.RunnerMap;
import dev.multiarch.publish.LegImage;
import dev.multiarch.record.BaseImage;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.record.DirectoryStore;
import dev.multiarch.record.RecordStore;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.embedded.EmbeddedRegistry;
import dev.multiarch.registry.request.RegistryException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Images as they are published, on base images that may move, with the records of their legs in a folder. */
public final class PublishedApp implements AutoCloseable {
    public static final Platform AMD64 = Platform.parse("linux/amd64");
    public static final Platform ARM64 = Platform.parse("linux/arm64");
    public static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final String CREATED = "2026-01-01T00:00:00Z";

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final EmbeddedRegistry server;
    private final Registry client = Sample.client();
    private final RecordStore store;

    public PublishedApp(Path folder) throws IOException {
        server = EmbeddedRegistry.start(Optional.empty(), 0, heard -> lines.add(heard.line()));
        store = new RecordStore(new DirectoryStore(folder.resolve(".multiarch/records")), line -> {});
    }

    public Reference image(String repository) {
        return Reference.parse(server.host() + "/" + repository);
    }

    public Registry client() {
        return client;
    }

    /** Each request since this was last asked, as {@code GET /v2/…}. */
    public List<String> lines() {
        List<String> heard = List.copyOf(lines);
        lines.clear();
        return heard;
    }

    /** Puts a base image for both platforms; each platform's image has the content that is given for it. */
    public Map<Platform, BaseImage> base(String name, String amd64, String arm64) throws RegistryException {
        Reference tag = image(name).orLatest();
        Map<Platform, Digest> images = new LinkedHashMap<>();
        images.put(AMD64, new LegImage(AMD64, amd64).push(client, tag));
        images.put(ARM64, new LegImage(ARM64, arm64).push(client, tag));
        Digest index = index(tag, images, Map.of());
        Map<Platform, BaseImage> bases = new LinkedHashMap<>();
        images.forEach((platform, image) -> bases.put(platform, BaseImage.of(tag.toString(), index, image, "")));
        return bases;
    }

    /** Publishes an image of both platforms, with a record for each that names these bases. */
    public Digest publish(Reference tag, Map<Platform, BaseImage> bases) throws Exception {
        return publish(tag, bases, origin(), "app " + tag);
    }

    public static Map<String, String> origin() {
        Map<String, String> annotations = new LinkedHashMap<>();
        annotations.put("org.opencontainers.image.created", CREATED);
        annotations.put("org.opencontainers.image.source", "https://github.com/org/app");
        annotations.put("org.opencontainers.image.revision", COMMIT);
        annotations.put("dev.multiarch.run", "1000.1");
        return annotations;
    }

    public Digest publish(
            Reference tag, Map<Platform, BaseImage> bases, Map<String, String> annotations, String content)
            throws Exception {
        Map<Platform, List<BaseImage>> lists = new LinkedHashMap<>();
        bases.forEach((platform, one) -> lists.put(platform, List.of(one)));
        return published(tag, lists, annotations, content);
    }

    /** With several bases for a platform. */
    public Digest publish(Reference tag, List<BaseImage> amd64, List<BaseImage> arm64) throws Exception {
        return published(tag, Map.of(AMD64, amd64, ARM64, arm64), origin(), "app " + tag);
    }

    private Digest published(
            Reference tag, Map<Platform, List<BaseImage>> bases, Map<String, String> annotations, String content)
            throws Exception {
        Map<Platform, Digest> images = new LinkedHashMap<>();
        for (Platform platform : List.of(AMD64, ARM64)) {
            Digest image = new LegImage(platform, content).push(client, tag);
            images.put(platform, image);
            if (bases.containsKey(platform)) {
                BuildRecord record = LegImage.record(plan(tag, image), platform, image);
                store.put(record.with(Fact.known(bases.get(platform), FactSource.COMMAND)));
            }
        }
        return index(tag, images, annotations);
    }

    /** Builds a planned leg: another image than before, on this base. */
    public void build(Plan plan, Platform platform, BaseImage base) throws Exception {
        Digest image = new LegImage(platform, "built for " + plan.id()).push(client, plan.image());
        BuildRecord record = LegImage.record(plan, platform, image);
        store.put(record.with(Fact.known(List.of(base), FactSource.COMMAND)));
    }

    private static Plan plan(Reference tag, Digest image) {
        return new Plan(
                tag.repositoryOnly(),
                "plan-" + image.shortHex(),
                List.of(RunnerMap.DEFAULT.leg(AMD64), RunnerMap.DEFAULT.leg(ARM64)),
                Instant.parse(CREATED),
                Optional.of(COMMIT),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Checkout.NONE);
    }

    private Digest index(Reference tag, Map<Platform, Digest> images, Map<String, String> annotations)
            throws RegistryException {
        List<Map<String, Object>> entries = new ArrayList<>();
        for (Map.Entry<Platform, Digest> image : images.entrySet()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("mediaType", MediaTypes.OCI_MANIFEST);
            entry.put("digest", image.getValue().toString());
            entry.put("size", client.manifest(tag.with(image.getValue())).bytes().length);
            entry.put(
                    "platform",
                    Map.of("os", "linux", "architecture", image.getKey().architecture()));
            entries.add(entry);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schemaVersion", 2);
        document.put("mediaType", MediaTypes.OCI_INDEX);
        document.put("manifests", entries);
        document.put("annotations", annotations);
        byte[] bytes = Json.write(document);
        client.pusher().manifest(tag, MediaTypes.OCI_INDEX, bytes);
        return Digest.of(bytes);
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
