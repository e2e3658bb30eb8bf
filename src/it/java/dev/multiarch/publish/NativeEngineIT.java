package dev.multiarch.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.it.Stack;
import dev.multiarch.json.Json;
import dev.multiarch.process.Programs;
import dev.multiarch.record.Example;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.settings.RegistrySettings;
import dev.multiarch.step.Session;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Our own writer and real buildx, given the same legs, make the same bytes; and what one pushes the other reads. */
class NativeEngineIT {
    private static final String ATTESTATION = "\"annotations\": {\"vnd.docker.reference.digest\": \"%s\","
            + " \"vnd.docker.reference.type\": \"attestation-manifest\"}";
    private static final Map<String, String> NASTY = Map.of(
            "org.example.text", "a <b> & \"c\" \\ d=e,f ü 漢 😀 \u2028 \u007f tab\there",
            "org.example.\ud83d\ude00", "beyond the plane",
            "org.example.\uffee", "below it");

    private final Stack stack = Stack.require();
    private final Registry registry = new Registry(RegistrySettings.of(System.getenv(), Set.of()));
    private final Reference repository = Reference.parse(
            stack.registry() + "/it/native-" + UUID.randomUUID().toString().substring(0, 8));

    /** How a leg looks in the registry: a digest and how its platform is spelt there. */
    private interface Leg {
        Digest push(NativeEngineIT it) throws RegistryException;
    }

    private record Shape(String name, List<Leg> legs, List<String> spelt, boolean annotated) {
        @Override
        public String toString() {
            return name + (annotated ? ", annotated" : "");
        }
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                        shape("one image", image("linux", "amd64", ""), "linux/amd64"),
                        shape("one Docker image", docker("linux", "amd64", ""), "linux/amd64"),
                        shape("one leg with an attestation", attested("linux", "arm64", ""), "linux/arm64"),
                        shape("arm64 that says v8", attested("linux", "arm64", "v8"), "linux/arm64/v8"),
                        shape("an image that says v8", image("linux", "arm64", "v8"), "linux/arm64"),
                        shape("arm without variant", image("linux", "arm", ""), "linux/arm/v7"),
                        shape("amd64 v2", image("linux", "amd64", "v2"), "linux/amd64/v2"),
                        shape("what old builders call aarch64", image("linux", "aarch64", ""), "linux/arm64"),
                        shape("members of every kind", strange(), "windows(10.0.20348.1)/amd64"))
                .flatMap(shape -> Stream.of(shape, annotated(shape)))
                .flatMap(shape -> Stream.of(shape, with(shape, attested("linux", "arm", "v7"), "linux/arm/v7")))
                .flatMap(shape -> Stream.of(shape, with(shape, docker("linux", "s390x", ""), "linux/s390x")))
                .map(Arguments::of);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void theSameBytes(Object parameter) throws Exception {
        Shape shape = (Shape) parameter;
        List<ResolvedLeg> legs = new ArrayList<>();
        for (int i = 0; i < shape.legs().size(); i++) {
            Digest leg = shape.legs().get(i).push(this);
            Platform platform = Platform.parse(shape.spelt().get(i));
            legs.add(new ResolvedLeg(
                    Example.built("p", platform.toString(), 1),
                    leg,
                    image(leg),
                    List.of(),
                    shape.spelt().get(i)));
        }
        Map<Digest, Map<String, String>> images = new LinkedHashMap<>();
        legs.forEach(leg -> images.put(leg.image(), NASTY));
        var annotations = shape.annotated() ? new MergeAnnotations(NASTY, images, Map.of()) : MergeAnnotations.none();
        var tools = new Session(registry, new Programs(line -> {}), System.getenv(), line -> {}, Optional.empty());
        byte[] theirs = EngineChoice.IMAGETOOLS.of(tools, Optional.empty()).make(repository, legs, annotations);
        Engine ours = EngineChoice.NATIVE.of(tools, Optional.empty());
        byte[] bytes = ours.make(repository, legs, annotations);
        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(new String(theirs, StandardCharsets.UTF_8));

        Reference candidate = repository.with(Digest.of(bytes));
        ours.push(candidate, bytes, legs, annotations);
        PublishedIndex published = PublishedIndex.read(registry, candidate);
        assertThat(ours.tag(published, List.of(repository.withTag("1")))).isEmpty();
        assertThat(registry.resolve(repository.withTag("1"))).contains(Digest.of(bytes));
    }

    private Digest image(Digest leg) throws RegistryException {
        var json = Json.read(registry.manifest(repository.with(leg)).bytes(), "leg");
        return json.has("manifests")
                ? Digest.parse(json.objects("manifests").get(0).text("digest"))
                : leg;
    }

    private static Shape shape(String name, Leg leg, String spelt) {
        return new Shape(name, List.of(leg), List.of(spelt), false);
    }

    private static Shape annotated(Shape shape) {
        return new Shape(shape.name(), shape.legs(), shape.spelt(), true);
    }

    private static Shape with(Shape shape, Leg leg, String spelt) {
        List<Leg> legs = new ArrayList<>(shape.legs());
        legs.add(leg);
        List<String> all = new ArrayList<>(shape.spelt());
        all.add(spelt);
        return new Shape(shape.name() + " and " + spelt, legs, all, shape.annotated());
    }

    private static Leg image(String os, String architecture, String variant) {
        return it -> it.pushImage(MediaTypes.OCI_MANIFEST, MediaTypes.OCI_CONFIG, os, architecture, variant);
    }

    private static Leg docker(String os, String architecture, String variant) {
        String config = "application/vnd.docker.container.image.v1+json";
        return it -> it.pushImage(MediaTypes.DOCKER_MANIFEST, config, os, architecture, variant);
    }

    private static Leg attested(String os, String architecture, String variant) {
        return it -> {
            Digest image = it.pushImage(MediaTypes.OCI_MANIFEST, MediaTypes.OCI_CONFIG, os, architecture, variant);
            Digest proof = it.pushImage(MediaTypes.OCI_MANIFEST, MediaTypes.OCI_CONFIG, "unknown", "unknown", "");
            String platform = platform(os, architecture, variant);
            return it.pushIndex(
                    it.entry(image, platform),
                    it.entry(proof, platform("unknown", "unknown", "") + ", " + ATTESTATION.formatted(image)));
        };
    }

    private static Leg strange() {
        return it -> {
            Digest image = it.pushImage(MediaTypes.OCI_MANIFEST, MediaTypes.OCI_CONFIG, "windows", "amd64", "");
            byte[] content = it.registry.manifest(it.repository.with(image)).bytes();
            String data = Base64.getEncoder().encodeToString(content);
            return it.pushIndex(it.entry(
                    image,
                    "\"artifactType\": \"application/x\", \"data\": \"" + data
                            + "\", \"urls\": [\"https://a/?b&c\"], \"x\": {},"
                            + " \"annotations\": {\"z\": \"1\", \"a\": \"<\"}, \"platform\": {\"os\": \"windows\","
                            + " \"os.version\": \"10.0.20348.1\", \"os.features\": [\"win32k\"], \"architecture\":"
                            + " \"amd64\", \"variant\": \"\", \"features\": [\"sse\"]}"));
        };
    }

    private static String platform(String os, String architecture, String variant) {
        String more = variant.isEmpty() ? "" : ", \"variant\": \"" + variant + "\"";
        return "\"platform\": {\"os\": \"" + os + "\", \"architecture\": \"" + architecture + "\"" + more + "}";
    }

    private String entry(Digest digest, String more) throws RegistryException {
        int size = registry.manifest(repository.with(digest)).bytes().length;
        return "{\"mediaType\": \"" + MediaTypes.OCI_MANIFEST + "\", \"digest\": \"" + digest + "\", \"size\": " + size
                + ", " + more + "}";
    }

    private Digest pushIndex(String... entries) throws RegistryException {
        return push(
                MediaTypes.OCI_INDEX,
                "{\"schemaVersion\": 2, \"mediaType\": \"" + MediaTypes.OCI_INDEX + "\", \"manifests\": ["
                        + String.join(", ", entries) + "]}");
    }

    private Digest pushImage(String type, String configType, String os, String architecture, String variant)
            throws RegistryException {
        String config = "{\"os\": \"" + os + "\", \"architecture\": \"" + architecture + "\", \"variant\": \"" + variant
                + "\", \"rootfs\": {\"type\": \"layers\", \"diff_ids\": []}}";
        byte[] bytes = config.getBytes(StandardCharsets.UTF_8);
        Digest digest = registry.pusher().blob(repository, bytes);
        return push(
                type,
                "{\"schemaVersion\": 2, \"mediaType\": \"" + type + "\", \"config\": {\"mediaType\": \"" + configType
                        + "\", \"digest\": \"" + digest + "\", \"size\": " + bytes.length + "}, \"layers\": []}");
    }

    private Digest push(String type, String document) throws RegistryException {
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        Reference ref = repository.with(Digest.of(bytes));
        registry.pusher().manifest(ref, type, bytes);
        return ref.digest().orElseThrow();
    }
}
