package dev.multiarch.image;

import dev.multiarch.json.JsonObject;
import dev.multiarch.text.FormatException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What points to content (OCI Image Format 1.1, descriptor). Unknown members are ignored; {@code data} is checked and not
 * kept.
 *
 * @param size in bytes, as claimed
 * @param platform normalised; empty where the descriptor has none or a malformed one
 * @param platformText the platform as the document spells it, {@code linux/arm64/v8}; empty where there is none
 * @param features {@code os.features} of the platform
 * @param urls where else the content is kept; nothing here ever asks there
 */
public record Descriptor(
        String mediaType,
        Digest digest,
        long size,
        Optional<Platform> platform,
        String platformText,
        Map<String, String> annotations,
        Optional<String> artifactType,
        List<String> features,
        List<String> urls) {
    /** BuildKit's mark of an attestation manifest, and of the image that it speaks of. */
    public static final String ATTESTATION_TYPE = "vnd.docker.reference.type";

    public static final String ATTESTATION_SUBJECT = "vnd.docker.reference.digest";

    /** RFC 6838, 4.2: 127 characters for each half. */
    private static final int LONGEST_TYPE = 255;

    public Descriptor(
            String mediaType,
            Digest digest,
            long size,
            Optional<Platform> platform,
            String platformText,
            Map<String, String> annotations,
            Optional<String> artifactType) {
        this(mediaType, digest, size, platform, platformText, annotations, artifactType, List.of(), List.of());
    }

    public static Descriptor read(JsonObject json) {
        long size = json.number("size");
        if (size < 0) {
            throw json.problem("size", "expected a size of 0 or more, found " + size);
        }
        Spelt spelt = json.optionalObject("platform").map(Spelt::read).orElse(Spelt.NONE);
        String type = json.text("mediaType");
        if (type.length() > LONGEST_TYPE) {
            throw json.problem("mediaType", "longer than " + LONGEST_TYPE + " characters");
        }
        Digest digest = digest(json);
        json.optionalText("data").ifPresent(data -> requireSame(json, digest, size, data));
        return new Descriptor(
                type,
                digest,
                size,
                spelt.platform(),
                spelt.text(),
                json.textMap("annotations"),
                json.optionalText("artifactType"),
                json.optionalObject("platform")
                        .map(platform -> platform.texts("os.features"))
                        .orElse(List.of()),
                json.texts("urls"));
    }

    private static Digest digest(JsonObject json) {
        String text = json.text("digest");
        try {
            return Digest.parse(text);
        } catch (FormatException malformed) {
            throw json.problem("digest", malformed.getMessage());
        }
    }

    /** Content that comes along must be the content that is pointed to: some tools read the one, some the other. */
    private static void requireSame(JsonObject json, Digest digest, long size, String data) {
        try {
            byte[] bytes = Base64.getDecoder().decode(data);
            if (bytes.length != size || !digest.sameOf(bytes).equals(digest)) {
                throw json.problem("data", "is not the content of " + digest + " (" + size + " bytes)");
            }
        } catch (FormatException other) {
            throw other;
        } catch (IllegalArgumentException malformed) {
            throw json.problem("data", "expected base64, found something else");
        }
    }

    /** Where clients get this layer from if the registry lacks it, which only layers that may not be distributed have. */
    public List<String> elsewhere() {
        return MediaTypes.isForeignLayer(mediaType)
                ? urls.stream().filter(url -> url.matches("https?://.+")).toList()
                : List.of();
    }

    /** The same, for this platform. */
    public Descriptor on(Platform other, String text) {
        return new Descriptor(
                mediaType, digest, size, Optional.of(other), text, annotations, artifactType, features, urls);
    }

    /**
     * Whether this calls itself an attestation; whether it is one, the attestation rule judges. Without a platform it is
     * none, whatever its mark: a client may take an entry that names no platform for one that fits every platform.
     */
    public boolean isAttestation() {
        return "attestation-manifest".equals(annotations.get(ATTESTATION_TYPE))
                && platform.map(Platform::isUnknown).orElse(false);
    }

    /** Whether this calls itself an attestation of that image. */
    public boolean attests(Digest image) {
        return isAttestation() && image.toString().equals(annotations.get(ATTESTATION_SUBJECT));
    }

    /** The image that an attestation speaks of. */
    public Optional<Digest> attested() {
        return Optional.ofNullable(annotations.get(ATTESTATION_SUBJECT)).map(Digest::parse);
    }

    /** A platform as a document spells it, and what that means where it means anything. */
    record Spelt(Optional<Platform> platform, String text) {
        static final Spelt NONE = new Spelt(Optional.empty(), "");

        /** Many findings may quote it. */
        private static final int LONGEST = 200;

        static Spelt read(JsonObject json) {
            String os = json.optionalText("os").orElse("");
            String architecture = json.optionalText("architecture").orElse("");
            String variant = json.optionalText("variant").orElse("");
            String version = json.optionalText("os.version").orElse("");
            if (os.isEmpty() && architecture.isEmpty()) {
                return NONE;
            }
            String whole = os + (version.isEmpty() ? "" : "(" + version + ")") + "/" + architecture
                    + (variant.isEmpty() ? "" : "/" + variant);
            String text = whole.length() > LONGEST ? whole.substring(0, LONGEST) + "…" : whole;
            try {
                // Clients use the version of Windows alone; of others it may be any text, and harms no platform.
                String kept = os.equalsIgnoreCase("windows") || Platform.isVersion(version) ? version : "";
                return new Spelt(Optional.of(new Platform(os, architecture, variant, kept)), text);
            } catch (FormatException malformed) {
                return new Spelt(Optional.empty(), text); // a rule says so, with this spelling; reading goes on
            }
        }
    }
}
