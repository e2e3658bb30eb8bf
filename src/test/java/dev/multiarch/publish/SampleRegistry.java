package dev.multiarch.publish;

import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.json.Json;
import dev.multiarch.plan.Plan;
import dev.multiarch.policy.InvalidPolicy;
import dev.multiarch.policy.Policy;
import dev.multiarch.policy.read.PolicyReader;
import dev.multiarch.record.Attempts;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.embedded.EmbeddedRegistry;
import dev.multiarch.registry.embedded.Fault;
import dev.multiarch.registry.embedded.ReceivedRequest;
import dev.multiarch.registry.request.RegistryException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** A registry in memory that has the legs of a merge, and indexes to put under tags. */
public final class SampleRegistry implements AutoCloseable {
    static final List<Platform> PLATFORMS = List.of(Platform.parse("linux/amd64"), Platform.parse("linux/arm64"));
    public static final String OLD = "2026-01-01T00:00:00Z";
    public static final String NEW = "2026-01-02T00:00:00Z";

    /** What happens before a request is answered, once. */
    interface Deed {
        void run() throws Exception;
    }

    private record Planned(String line, Deed deed) {}

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<String> failing = new ArrayList<>();
    private final AtomicReference<Planned> planned = new AtomicReference<>();
    private volatile Consumer<ReceivedRequest> watcher = heard -> {};
    private final EmbeddedRegistry server;
    private final Registry client = Sample.client();
    private final Reference app;
    private final List<Digest> images = new ArrayList<>();

    public SampleRegistry() throws IOException, RegistryException {
        server = EmbeddedRegistry.start(Optional.empty(), 0, this::hear);
        app = Reference.parse(server.host() + "/app");
        images.addAll(push("leg"));
    }

    private void hear(ReceivedRequest heard) {
        watcher.accept(heard);
        String line = heard.line();
        lines.add(line);
        Planned next = planned.get();
        if (next != null && next.line().equals(line) && planned.compareAndSet(next, null)) {
            try {
                next.deed().run();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    public Registry client() {
        return client;
    }

    public Reference app() {
        return app;
    }

    /** Another repository of the same registry. */
    Reference other(String name) {
        return Reference.parse(server.host() + "/" + name);
    }

    /** The legs' images, in the order of the platforms. */
    Digest[] legs() {
        return images.toArray(Digest[]::new);
    }

    /** Method and path of each request since this was last asked. */
    List<String> lines() {
        List<String> heard = List.copyOf(lines);
        lines.clear();
        return heard;
    }

    /** Makes a request fail from now on, until {@link #heal}. */
    void fail(String line, Fault... faults) {
        failing.add(line);
        server.fail(line, faults);
    }

    public void failAlways(String line, Fault fault) {
        failing.add(line);
        server.failAlways(line, fault);
    }

    public void heal() {
        failing.forEach(server::fail);
        failing.clear();
    }

    /** Does something when this request has come in and is not answered yet. */
    void before(String line, Deed deed) {
        planned.set(new Planned(line, deed));
    }

    /** Gets each request before it is answered, from the thread that answers it. */
    void watch(Consumer<ReceivedRequest> other) {
        watcher = other;
    }

    /** What a tag really points to. */
    public Optional<Digest> tag(Reference tag) throws RegistryException {
        return client.resolve(tag);
    }

    /** Takes a manifest away, with all tags that point to it. */
    void delete(Reference manifest) throws Exception {
        URI uri = URI.create(
                "http://" + server.host() + "/v2/" + manifest.repository() + "/manifests/" + manifest.selector());
        HttpRequest request = HttpRequest.newBuilder(uri).DELETE().build();
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
    }

    /** Puts an index of one image under a tag; another image for each {@code created}. */
    public Digest put(Reference tag, String created) throws RegistryException {
        Digest image = new LegImage(PLATFORMS.get(0), "other " + created).push(client, tag);
        String annotations = created.isEmpty()
                ? ""
                : ", \"annotations\": {\"org.opencontainers.image.created\": \"" + created + "\"}";
        return put(tag, MediaTypes.OCI_INDEX, MediaTypes.OCI_MANIFEST, image, annotations);
    }

    /**
     * Puts an index of one image under a tag, with these annotations and this time in its config; none where empty. Other
     * annotations go with another image.
     */
    Digest put(Reference tag, Map<String, String> annotations, String configCreated) throws RegistryException {
        String written = new String(Json.write(annotations), StandardCharsets.UTF_8);
        Digest image = new LegImage(PLATFORMS.get(0), "other " + written, configCreated).push(client, tag);
        return put(tag, MediaTypes.OCI_INDEX, MediaTypes.OCI_MANIFEST, image, ", \"annotations\": " + written);
    }

    /** Puts a Docker manifest list of an image with this time in its config under a tag. */
    Digest putDockerList(Reference tag, String configCreated) throws RegistryException {
        Digest image = new LegImage(PLATFORMS.get(0), "other", configCreated).push(client, tag);
        return put(tag, MediaTypes.DOCKER_INDEX, MediaTypes.OCI_MANIFEST, image, "");
    }

    /** Puts a Docker manifest list under a tag, which carries no annotations. */
    Digest putDockerList(Reference tag) throws RegistryException {
        Digest image = new LegImage(PLATFORMS.get(0), "other").push(client, tag);
        return put(tag, MediaTypes.DOCKER_INDEX, MediaTypes.OCI_MANIFEST, image, "");
    }

    /** Puts an image of one platform under a tag, without an index. */
    Digest putImage(Reference tag) throws RegistryException {
        Digest image = new LegImage(PLATFORMS.get(0), "alone").push(client, tag);
        client.pusher()
                .manifest(
                        tag,
                        MediaTypes.OCI_MANIFEST,
                        client.manifest(tag.with(image)).bytes());
        return image;
    }

    private Digest put(Reference tag, String type, String imageType, Digest image, String more)
            throws RegistryException {
        int size = client.manifest(tag.with(image)).bytes().length;
        byte[] bytes = Sample.bytes("{\"schemaVersion\": 2, \"mediaType\": \"" + type + "\", \"manifests\": ["
                + "{\"mediaType\": \"" + imageType + "\", \"digest\": \"" + image + "\", \"size\": " + size
                + ", \"platform\": {\"os\": \"linux\", \"architecture\": \"amd64\"}}]" + more + "}");
        client.pusher().manifest(tag, type, bytes);
        return Digest.of(bytes);
    }

    /** An index that is pushed by digest, and under no tag: of the legs if it is new, else of other images. */
    public Reference candidate(String created) throws Exception {
        List<Digest> legs = created.equals(NEW) ? images : push("leg of " + created);
        return app.with(new MatrixMerge(PLATFORMS, legs, merge().policies())
                .run(client, plan(created), List.of())
                .candidate()
                .digest()
                .orElseThrow());
    }

    /** One image for each platform. */
    private List<Digest> push(String content) throws RegistryException {
        List<Digest> pushed = new ArrayList<>();
        for (Platform platform : PLATFORMS) {
            pushed.add(new LegImage(platform, content).push(client, app));
        }
        return pushed;
    }

    Plan plan(String created) throws InvalidPolicy {
        return merge().plan(app, "plan-" + created.substring(0, 10), Instant.parse(created));
    }

    /** What a merge of these images is asked to do, one for each platform in their order. */
    Merge.Request request(Plan plan, Policy policy, Reference tag, EngineChoice engine, Digest... legs) {
        List<BuildRecord> records = new ArrayList<>();
        for (int i = 0; i < legs.length; i++) {
            records.add(LegImage.record(plan, PLATFORMS.get(i), legs[i]));
        }
        return new Merge.Request(
                plan,
                Attempts.of(records),
                List.of(policy),
                List.of(tag),
                true,
                false,
                Optional.empty(),
                engine,
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    MatrixMerge merge() throws InvalidPolicy {
        return new MatrixMerge(PLATFORMS, images, List.of(policy("src/test/resources/publish/legs.yaml")));
    }

    static Policy policy(String file) throws InvalidPolicy {
        return PolicyReader.read(file, Path.of("").toAbsolutePath());
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
