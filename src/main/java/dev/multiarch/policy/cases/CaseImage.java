package dev.multiarch.policy.cases;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.ElfHeader;
import dev.multiarch.image.ImageConfig;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.layers.Binaries;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.policy.Subject.Blob;
import dev.multiarch.policy.Subject.Image;
import dev.multiarch.policy.yaml.Yaml;
import dev.multiarch.text.Sizes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One entry of a case's index: an image that is whole and says of itself what its entry says, but for what the case states.
 * Its keys: {@code platform}, {@code media-type}, {@code artifact-type}, {@code features}, {@code annotations}, {@code
 * attestation: true}; {@code manifest} and {@code config}, each possibly {@code {unknown: why}}, or {@code {refused: why}}
 * for one that clients read in different ways, {@code config-type}, {@code layer-type}, {@code layers}, {@code urls} of
 * each layer; {@code missing}, a list of blobs, and {@code unchecked}, blobs with the reason; {@code build}, see {@link CaseBuild}; {@code
 * programs}, each a path and an architecture, {@code broken} or a number of a machine, and {@code starts}, one of them;
 * {@code created} and {@code settings} of its config; {@code layer-size} of each layer. An attestation is {@code of: image
 * N}, see {@link CaseAttestation}. Any of them has {@code signatures}, see {@link CaseSignatures}.
 */
record CaseImage(CaseFacts facts, Descriptor descriptor) {
    private static final List<String> KEYS = List.of(
            "platform",
            "media-type",
            "artifact-type",
            "features",
            "annotations",
            "urls",
            "attestation",
            "manifest",
            "config",
            "config-type",
            "layer-type",
            "layers",
            "missing",
            "unchecked",
            "build",
            "programs",
            "starts",
            "created",
            "settings",
            "layer-size",
            "of",
            "predicates",
            "about",
            "announced",
            "statements",
            "subject",
            CaseSignatures.SIGNATURES);
    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
    private static final int MOST_LAYERS = 1_000;

    static CaseImage read(CaseFacts facts, int number) {
        facts.only("an image", KEYS);
        Map<String, Object> more = new LinkedHashMap<>();
        Map<String, Object> annotations = new LinkedHashMap<>(CaseSubject.annotations(facts.at("annotations")));
        facts.text("platform").ifPresent(platform -> {
            Map<String, Object> json = platform(platform);
            json.put("os.features", facts.texts("features", Function.identity()));
            more.put("platform", json);
        });
        facts.text("artifact-type").ifPresent(type -> more.put("artifactType", type));
        if (facts.has("attestation")) {
            annotations.putAll(CaseAttestation.marks(facts));
        }
        more.put("annotations", annotations);
        String type = facts.text("media-type").orElse(MediaTypes.OCI_MANIFEST);
        return new CaseImage(facts, descriptor(type, "image " + number, 1, more));
    }

    boolean isAttestation() {
        return descriptor.isAttestation();
    }

    static Digest digest(String name) {
        return Digest.of(name.getBytes(StandardCharsets.UTF_8));
    }

    static Descriptor descriptor(String type, String name, long size, Map<String, Object> more) {
        Map<String, Object> json = new LinkedHashMap<>(more);
        json.put("mediaType", type);
        json.put("digest", digest(name).toString());
        json.put("size", size);
        return Descriptor.read(new JsonObject("case", "", json));
    }

    private static Map<String, Object> platform(String text) {
        String[] parts = text.split("/", -1);
        Map<String, Object> json = new LinkedHashMap<>();
        String[] os = parts[0].split("[()]");
        json.put("os", os.length > 0 ? os[0] : "");
        json.put("os.version", os.length > 1 ? os[1] : "");
        json.put("architecture", parts.length > 1 ? parts[1] : "");
        json.put("variant", parts.length > 2 ? parts[2] : "");
        return json;
    }

    Image image() {
        int layers = facts.count("layers", 1, MOST_LAYERS);
        Function<String, ImageConfig> config = this::config;
        Fact<Manifest> whole = Fact.known(manifest(layers), FactSource.REGISTRY);
        String said = descriptor.platformText();
        return new Image(
                descriptor,
                facts.fact("manifest", FactSource.REGISTRY, whole, text -> manifest(layers)),
                facts.has("config")
                        ? facts.fact("config", FactSource.REGISTRY, Fact.unknown("the case is wrong"), config)
                        : Fact.known(config(said), FactSource.REGISTRY),
                blobs(layers),
                CaseBuild.read(facts),
                programs());
    }

    private Manifest manifest(int layers) {
        String type = facts.text("config-type").orElse(MediaTypes.OCI_CONFIG);
        long size = facts.parsed("layer-size", Sizes::parse).orElse(1L);
        String layerType = facts.text("layer-type").orElse(LAYER);
        Descriptor layer = layer(layerType, size);
        return new Manifest(
                MediaTypes.OCI_MANIFEST,
                descriptor(type, type, 1, Map.of()),
                Collections.nCopies(layers, layer),
                Map.of(),
                descriptor.artifactType());
    }

    private Descriptor layer(String type, long size) {
        return descriptor(type, type, size, Map.of("urls", facts.texts("urls", Function.identity())));
    }

    private ImageConfig config(String platform) {
        Map<String, Object> json = platform(platform);
        facts.text("created").ifPresent(created -> json.put("created", created));
        facts.tree().get("settings").ifPresent(settings -> json.put("config", json(settings)));
        return ImageConfig.parse(Json.write(json), "config");
    }

    private static Object json(Yaml value) {
        if (value instanceof Yaml.Mapping mapping) {
            Map<String, Object> members = new LinkedHashMap<>();
            mapping.entries().forEach((key, entry) -> members.put(key, json(entry.value())));
            return members;
        }
        if (value instanceof Yaml.Sequence list) {
            return list.items().stream().map(CaseImage::json).toList();
        }
        return value instanceof Yaml.Scalar scalar ? scalar.text() : "";
    }

    private List<Blob> blobs(int layers) {
        List<String> names = new ArrayList<>(List.of("manifest", "config"));
        for (int i = 1; i <= layers; i++) {
            names.add("layer " + i);
        }
        List<String> missing = facts.texts("missing", Function.identity());
        CaseFacts unchecked = facts.at("unchecked").only("unchecked", names);
        missing.stream()
                .filter(name -> !names.contains(name))
                .forEach(name -> facts.values().unknown(facts.tree().place(), "blob", name, " under missing", names));
        List<String> elsewhere =
                layer(facts.text("layer-type").orElse(LAYER), 1).elsewhere();
        return names.stream()
                .map(name -> new Blob(
                        name,
                        digest(name),
                        unchecked
                                .text(name)
                                .map(Fact::<Boolean>unknown)
                                .orElse(Fact.known(!missing.contains(name), FactSource.REGISTRY)),
                        name.startsWith("layer ") ? elsewhere : List.of()))
                .toList();
    }

    private Fact<Binaries> programs() {
        Optional<String> unknown = facts.unknown("programs");
        if (unknown.isPresent()) {
            return Fact.unknown(unknown.get());
        }
        List<Binaries.Binary> programs = facts.texts("programs", CaseImage::program);
        Binaries.Started started = facts.parsed("starts", CaseImage::started)
                .orElse(Binaries.Started.unknown("the config has neither an entrypoint nor a command"));
        return Fact.known(new Binaries(programs, started), FactSource.REGISTRY);
    }

    private static Binaries.Started started(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("expected a path from / on");
        }
        return Binaries.Started.at(path.substring(1));
    }

    private static Binaries.Binary program(String text) {
        String[] words = text.split(" ");
        if (words.length != 2) {
            throw new IllegalArgumentException("expected a path and an architecture, such as \"bin/app arm64\"");
        }
        Optional<ElfHeader> known = ElfHeader.of(words[1]);
        boolean machine = known.isEmpty() && words[1].matches("\\d{1,5}");
        if (known.isEmpty() && !machine && !words[1].equals("broken")) {
            throw new IllegalArgumentException("expected an architecture, a machine's number, or \"broken\"");
        }
        return new Binaries.Binary(
                words[0],
                machine ? Optional.of(new ElfHeader(2, Integer.parseInt(words[1]), 64, false, 0)) : known,
                true);
    }
}
