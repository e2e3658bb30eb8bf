package dev.multiarch.policy;

import static dev.multiarch.policy.CaseFile.optional;
import static dev.multiarch.policy.CaseFile.text;

import dev.multiarch.host.Fact;
import dev.multiarch.host.Learnt;
import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.ElfHeader;
import dev.multiarch.image.ImageConfig;
import dev.multiarch.image.Index;
import dev.multiarch.image.Json;
import dev.multiarch.image.JsonObject;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.layers.Binaries;
import dev.multiarch.policy.Subject.Blob;
import dev.multiarch.policy.Subject.Image;
import dev.multiarch.policy.yaml.Values;
import dev.multiarch.policy.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The facts of a case: images that are whole and say of themselves what their entry says, but for what the case states.
 * An image's keys: {@code platform}, {@code media-type}, {@code artifact-type}, {@code attestation: true}; {@code
 * manifest} and {@code config}, each possibly {@code {unknown: why}}, {@code config-type}, {@code layer-type}, {@code
 * layers}; {@code missing}, a list of blobs, and {@code unchecked}, blobs with the reason; {@code build}, facts by the
 * names of their annotations and how they were {@code learnt}; {@code programs}, each a path and an architecture, {@code
 * broken} or a number of a machine, and {@code starts}, one of them; {@code created} and {@code settings} of its config;
 * {@code layer-size} of each layer. An attestation is {@code of: image N} and has {@code predicates}. The index has {@code
 * annotations} and a {@code media-type}.
 */
final class CaseSubject {
    private static final List<String> KEYS = List.of(
            "platform",
            "media-type",
            "artifact-type",
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
            "predicates");
    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

    private final Yaml.Mapping facts;
    private final Descriptor descriptor;

    private CaseSubject(Yaml.Mapping facts, int number) {
        this.facts = facts;
        this.descriptor = descriptor(facts, number);
    }

    static Subject read(Yaml.Mapping root, Values reader) {
        reader.onlyKeys(root, "subject", List.of("images", "annotations", "media-type"));
        List<CaseSubject> entries = new ArrayList<>();
        for (Yaml item : reader.list(root.get("images").orElseThrow(), "a list").orElseThrow()) {
            reader.onlyKeys((Yaml.Mapping) item, "image", KEYS);
            entries.add(new CaseSubject((Yaml.Mapping) item, entries.size() + 1));
        }
        var index = new Index(
                optional(root, "media-type").orElse(MediaTypes.OCI_INDEX),
                entries.stream().map(e -> e.descriptor).toList(),
                texts(root, "annotations"));
        Map<Digest, Fact<Manifest>> attestations = new LinkedHashMap<>();
        entries.stream()
                .filter(entry -> entry.descriptor.isAttestation())
                .forEach(entry -> attestations.put(
                        entry.descriptor.digest(), CaseAttestation.manifest(entry.facts, digest("layer"))));
        List<Image> images = entries.stream()
                .filter(entry -> !entry.descriptor.isAttestation())
                .map(entry -> entry.image(reader))
                .toList();
        return new Subject("registry.example/app:1.2", digest("index"), index, attestations, images);
    }

    static Digest digest(String name) {
        return Digest.of(name.getBytes(StandardCharsets.UTF_8));
    }

    private static Descriptor descriptor(Yaml.Mapping facts, int number) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("mediaType", optional(facts, "media-type").orElse(MediaTypes.OCI_MANIFEST));
        json.put("digest", digest("image " + number).toString());
        json.put("size", 1L);
        optional(facts, "platform").ifPresent(platform -> json.put("platform", platform(platform)));
        optional(facts, "artifact-type").ifPresent(type -> json.put("artifactType", type));
        if (facts.get("attestation").isPresent()) {
            json.put("annotations", CaseAttestation.marks(facts));
        }
        return Descriptor.read(new JsonObject("case", "", json));
    }

    private static Map<String, Object> platform(String text) {
        String[] parts = text.split("/", -1);
        Map<String, Object> json = new LinkedHashMap<>();
        String[] os = parts[0].split("[()]");
        json.put("os", os[0]);
        json.put("os.version", os.length > 1 ? os[1] : "");
        json.put("architecture", parts.length > 1 ? parts[1] : "");
        json.put("variant", parts.length > 2 ? parts[2] : "");
        return json;
    }

    private Image image(Values reader) {
        int layers = Integer.parseInt(optional(facts, "layers").orElse("1"));
        return new Image(
                descriptor,
                fact(facts, "manifest", Learnt.REGISTRY, "whole", text -> manifest(layers)),
                fact(facts, "config", Learnt.REGISTRY, descriptor.platformText(), this::config),
                blobs(layers, reader),
                CaseBuild.read(facts, reader),
                programs(reader));
    }

    private Manifest manifest(int layers) {
        String type = optional(facts, "config-type").orElse(MediaTypes.OCI_CONFIG);
        long size = optional(facts, "layer-size").map(Sizes::parse).orElse(1L);
        Descriptor layer = blob(optional(facts, "layer-type").orElse(LAYER), size);
        List<Descriptor> all = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            all.add(layer);
        }
        return new Manifest(MediaTypes.OCI_MANIFEST, blob(type, 1), all, Map.of());
    }

    private static Descriptor blob(String type, long size) {
        return Descriptor.read(new JsonObject(
                "case", "", Map.of("mediaType", type, "digest", digest(type).toString(), "size", size)));
    }

    private ImageConfig config(String platform) {
        Map<String, Object> json = platform(platform);
        optional(facts, "created").ifPresent(created -> json.put("created", created));
        facts.get("settings").ifPresent(settings -> json.put("config", json(settings)));
        return ImageConfig.parse(Json.write(json), "config");
    }

    private static Object json(Yaml value) {
        if (value instanceof Yaml.Mapping mapping) {
            Map<String, Object> members = new LinkedHashMap<>();
            mapping.entries().forEach((key, entry) -> members.put(key, json(entry.value())));
            return members;
        }
        return value instanceof Yaml.Sequence list
                ? list.items().stream().map(CaseSubject::json).toList()
                : ((Yaml.Scalar) value).text();
    }

    private static Map<String, String> texts(Yaml.Mapping parent, String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        parent.get(key)
                .map(value -> (Yaml.Mapping) value)
                .ifPresent(mapping -> mapping.entries()
                        .forEach((name, entry) -> texts.put(name, ((Yaml.Scalar) entry.value()).text())));
        return texts;
    }

    private List<Blob> blobs(int layers, Values reader) {
        List<String> names = new ArrayList<>(List.of("manifest", "config"));
        for (int i = 1; i <= layers; i++) {
            names.add("layer " + i);
        }
        List<String> missing = facts
                .get("missing")
                .flatMap(list -> reader.texts(list, "a list of blobs", "a blob"))
                .orElse(List.of())
                .stream()
                .map(Values.Text::text)
                .toList();
        var none = new Yaml.Mapping(facts.place(), Map.of());
        var unchecked = (Yaml.Mapping) facts.get("unchecked").orElse(none);
        return names.stream()
                .map(name -> new Blob(
                        name,
                        digest(name),
                        optional(unchecked, name)
                                .map(Fact::<Boolean>unknown)
                                .orElse(Fact.known(!missing.contains(name), Learnt.REGISTRY))))
                .toList();
    }

    private Fact<Binaries> programs(Values reader) {
        if (facts.get("programs").orElse(null) instanceof Yaml.Mapping unknown) {
            return Fact.unknown(text(unknown, "unknown"));
        }
        List<Binaries.Binary> programs = facts
                .get("programs")
                .flatMap(list -> reader.texts(list, "a list of programs", "a program"))
                .orElse(List.of())
                .stream()
                .map(program -> program(program.text().split(" ")))
                .toList();
        Binaries.Started started = optional(facts, "starts")
                .map(path -> Binaries.Started.at(path.substring(1)))
                .orElse(Binaries.Started.unknown("the config names neither an entrypoint nor a command"));
        return Fact.known(new Binaries(programs, started), Learnt.REGISTRY);
    }

    private static Binaries.Binary program(String... words) {
        Optional<ElfHeader> known = ElfHeader.of(words[1]);
        Optional<ElfHeader> header = known.isEmpty() && words[1].matches("\\d+")
                ? Optional.of(new ElfHeader(2, Integer.parseInt(words[1]), 64, false, 0))
                : known;
        return new Binaries.Binary(words[0], header, true);
    }

    /** What the case says, else the default, else that nobody said. */
    static <T> Fact<T> fact(Yaml.Mapping facts, String key, Learnt learnt, String otherwise, Function<String, T> read) {
        if (facts.get(key).orElse(null) instanceof Yaml.Mapping unknown) {
            return Fact.unknown(text(unknown, "unknown"));
        }
        boolean silent = facts.get(key).isEmpty() && otherwise.isEmpty() && learnt != Learnt.REGISTRY;
        return silent
                ? Fact.unknown("not recorded")
                : Fact.known(read.apply(optional(facts, key).orElse(otherwise)), learnt);
    }
}
