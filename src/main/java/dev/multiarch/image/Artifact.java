package dev.multiarch.image;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is in an index, or under a tag, and is not an image that a client runs: a Helm chart, a signature, a cache. This is
 * the one place that decides it, and rules do not see artifacts. {@link Descriptor#isAttestation} decides on
 * attestations with BuildKit's marks.
 *
 * <p>Names prove nothing: an image that every client runs may have an {@code artifactType}. What counts is what clients
 * look at. No client runs a manifest whose config is not an image's. Nor does one choose an entry without a platform, whose
 * config has none either, and whose layers hold no files.
 *
 * @param name without an article, {@code Helm chart}
 * @param type the media type that says so
 */
public record Artifact(String name, String type) {
    public static final String CACHE = "build cache";

    private static final int LONGEST_TYPE = 100;
    private static final int MOST_KINDS = 12;

    /** By the beginning of a media type, the first that fits: a signature's config may be an image's. */
    private static final List<Artifact> KNOWN = List.of(
            new Artifact("Helm chart", "application/vnd.cncf.helm."),
            new Artifact("signature", "application/vnd.dev.cosign."),
            new Artifact("signature", "application/vnd.dev.sigstore."),
            new Artifact("signature", "application/vnd.cncf.notary."),
            new Artifact("attestation", "application/vnd.docker.attestation."),
            new Artifact("attestation", AttestationKind.IN_TOTO),
            new Artifact("attestation", "application/vnd.dsse.envelope."),
            new Artifact("SBOM", "application/spdx"),
            new Artifact("SBOM", "text/spdx"),
            new Artifact("SBOM", "application/vnd.cyclonedx"),
            new Artifact("SBOM", "application/vnd.syft"),
            new Artifact(CACHE, "application/vnd.buildkit.cacheconfig."),
            new Artifact("build record", "application/vnd.dev.multiarch.object."),
            new Artifact("Docker plugin", "application/vnd.docker.plugin."),
            new Artifact("Nydus image", "application/vnd.nydus."),
            new Artifact("SOCI index", "application/vnd.amazon.soci."),
            new Artifact("WebAssembly module", "application/vnd.wasm."),
            new Artifact("WebAssembly module", "application/wasm"),
            new Artifact("Flux artifact", "application/vnd.cncf.flux."));

    private static final Artifact SCHEMA_1 = new Artifact("image in Docker's schema 1", MediaTypes.SCHEMA_1);

    /**
     * Empty for an image, and for what nobody can tell: that stays with the rules, which say {@code unknown}.
     *
     * @param manifest where it could be read
     * @param config where it is an image's and could be read
     */
    public static Optional<Artifact> of(Descriptor entry, Optional<Manifest> manifest, Optional<ImageConfig> config) {
        if (MediaTypes.isSchema1(entry.mediaType())) {
            return Optional.of(SCHEMA_1);
        }
        if (!MediaTypes.isManifest(entry.mediaType())) {
            boolean bare = !isChosen(entry.platform(), entry.platformText()) && !MediaTypes.isIndex(entry.mediaType());
            return Optional.of(entry)
                    .filter(e -> bare)
                    .map(e -> named(Stream.of(e.artifactType().orElse(""), e.mediaType())));
        }
        return manifest.filter(m -> !isRun(entry, m, config)).map(m -> named(types(entry, m)));
    }

    private static boolean isRun(Descriptor entry, Manifest manifest, Optional<ImageConfig> config) {
        String type = manifest.config().mediaType();
        if (!MediaTypes.isConfig(type) && !MediaTypes.isMaybeConfig(type)) {
            return false;
        }
        boolean files = manifest.layers().isEmpty()
                || manifest.layers().stream().anyMatch(layer -> MediaTypes.isLayer(layer.mediaType()));
        boolean chosen = isChosen(entry.platform(), entry.platformText())
                || config.map(c -> isChosen(c.platform(), c.platformText())).orElse(MediaTypes.isConfig(type));
        return files || chosen;
    }

    /** {@code SBOM: 2, signature: 1}, of how many there are of each name. */
    public static String count(Map<String, Integer> counts) {
        String named = counts.entrySet().stream()
                .limit(MOST_KINDS)
                .map(each -> each.getKey() + ": " + each.getValue())
                .collect(Collectors.joining(", "));
        return named + (counts.size() > MOST_KINDS ? ", …" : "");
    }

    /** With its article. */
    public String described() {
        return (name.matches("[aeiouAEIOU].*|SBOM.*") ? "an " : "a ") + name;
    }

    /** Why there is no image to judge. */
    public String sentence() {
        return "it is " + described()
                + (equals(SCHEMA_1) ? ", which current clients do not pull" : ", not an image that clients run");
    }

    /** Whether this may be some client's platform; one that lacks its half is nobody's. */
    private static boolean isChosen(Optional<Platform> platform, String text) {
        boolean half = text.startsWith("/") || text.endsWith("/");
        return platform.map(p -> !p.isUnknown()).orElse(!text.isEmpty() && !half);
    }

    private static Stream<String> types(Descriptor entry, Manifest manifest) {
        return Stream.concat(
                Stream.of(
                        manifest.artifactType().or(entry::artifactType).orElse(""),
                        manifest.config().mediaType()),
                manifest.layers().stream().map(Descriptor::mediaType));
    }

    /** A known kind by any of these types, else what the first of them says that says something. */
    private static Artifact named(Stream<String> types) {
        List<String> all = types.filter(type -> !type.isEmpty()).distinct().toList();
        return all.stream()
                .flatMap(type -> KNOWN.stream()
                        .filter(known -> type.startsWith(known.type))
                        .map(known -> new Artifact(known.name, type)))
                .findFirst()
                .orElseGet(() -> other(all));
    }

    private static Artifact other(List<String> types) {
        String type = types.stream()
                .filter(t -> !MediaTypes.isConfig(t) && !t.equals(MediaTypes.EMPTY))
                .findFirst()
                .orElse(types.isEmpty() ? "" : types.get(0));
        String shown = type.length() > LONGEST_TYPE ? type.substring(0, LONGEST_TYPE) + "…" : type;
        return new Artifact("artifact of the type \"" + shown + "\"", type);
    }
}
