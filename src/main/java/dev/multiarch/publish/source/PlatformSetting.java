package dev.multiarch.publish.source;

import dev.multiarch.image.KnownPlatforms;
import dev.multiarch.image.Platform;
import dev.multiarch.json.JsonObject;
import dev.multiarch.step.Refused;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Nearest;
import dev.multiarch.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an entry is to say of its platform in addition to what it says by itself, as {@code docker manifest annotate} has it: {@code
 * linux/arm/v6:variant=v6}.
 *
 * @param platform of the entry: as the entry has it, or the image's config, or as it is once this is set
 */
public record PlatformSetting(Platform platform, String key, String value) {
    private static final String VARIANT = "variant";
    private static final String VERSION = "os-version";
    private static final String FEATURES = "os-features";
    private static final List<String> KEYS = List.of(VARIANT, VERSION, FEATURES);
    private static final String FORM =
            "Expected PLATFORM:KEY=VALUE with the key variant, os-version or os-features, such as linux/arm/v6:variant=v6";

    public static PlatformSetting parse(String text) {
        int colon = text.indexOf(':');
        int equals = text.indexOf('=');
        if (colon < 0 || equals < colon || equals == text.length() - 1) {
            throw new FormatException("--set " + text + " is malformed. " + FORM);
        }
        String key = text.substring(colon + 1, equals);
        if (!KEYS.contains(key)) {
            throw new FormatException("--set " + text + ": unknown key \"" + key + "\". " + Nearest.hint(key, KEYS));
        }
        return new PlatformSetting(KnownPlatforms.parse(text.substring(0, colon)), key, text.substring(equals + 1));
    }

    /** {@code --os-version windows/amd64=10.0.20348.1} is short for {@code --set windows/amd64:os-version=…}. */
    public static PlatformSetting version(String text) {
        int equals = text.indexOf('=');
        if (equals < 0 || equals == text.length() - 1) {
            throw new FormatException("--os-version " + text
                    + " is malformed. Expected PLATFORM=VERSION, such as windows/amd64=10.0.20348.2340");
        }
        return new PlatformSetting(
                KnownPlatforms.parse(text.substring(0, equals)), VERSION, text.substring(equals + 1));
    }

    /**
     * @param parts of which the entry of this platform is changed
     * @throws Refused if there is no such entry or more than one, or if the image's config says something else
     */
    List<Part> in(List<Part> parts) throws Refused {
        Part part = chosen(parts);
        List<Part> all = new ArrayList<>(parts);
        all.set(parts.indexOf(part), applied(part));
        return all;
    }

    private Part chosen(List<Part> parts) throws Refused {
        List<Part> taken = parts.stream()
                .filter(part -> part.origin() == Part.Origin.TAKEN)
                .toList();
        List<Part> found =
                taken.stream().filter(part -> part.platform().equals(platform)).toList();
        if (found.size() != 1) {
            List<Part> byConfig = taken.stream()
                    .filter(part -> part.configured().equals(Optional.of(platform)) && statesAll(part))
                    .toList();
            found = byConfig.size() == 1 ? byConfig : found;
        }
        if (found.isEmpty()) {
            found = taken.stream().filter(this::leadsTo).toList();
        }
        if (found.size() != 1) {
            String which =
                    found.isEmpty() ? "no image that --from names is for it" : found.size() + " images are for it";
            throw refused(which, found.isEmpty() ? taken : found, "name one that is there");
        }
        return found.get(0);
    }

    private static boolean statesAll(Part part) {
        return part.configSpelling().split("/").length > 2;
    }

    /** Whether setting this makes the entry one of the platform. */
    private boolean leadsTo(Part part) {
        return contradiction(part).isEmpty() && platform(part).equals(platform);
    }

    private Part applied(Part part) throws Refused {
        Optional<String> contradiction = contradiction(part);
        if (contradiction.isPresent()) {
            throw refused(
                    "the config of " + part.image().descriptor().digest() + " says " + contradiction.get(),
                    List.of(part),
                    "leave it out, or build the image again");
        }
        JsonObject json = part.image().json();
        if (key.equals(FEATURES)) {
            Entry entry = Entry.of(
                    part.image().manifest(),
                    DescriptorJson.withPlatform(json, "os.features", Words.list(value)),
                    Optional.empty());
            return part.on(part.platform(), part.spelling(), entry);
        }
        Platform next = platform(part);
        Entry entry = Entry.of(
                part.image().manifest(),
                DescriptorJson.withPlatform(json, key.equals(VARIANT) ? VARIANT : "os.version", value),
                Optional.empty());
        return part.on(next, entry.descriptor().platformText(), entry);
    }

    private Platform platform(Part part) {
        Platform now = part.platform();
        return switch (key) {
            case VARIANT -> new Platform(now.os(), now.architecture(), value, now.osVersion());
            case VERSION -> new Platform(now.os(), now.architecture(), now.variant(), value);
            default -> now;
        };
    }

    /** What the config says instead; it contradicts nothing where it says nothing. */
    private Optional<String> contradiction(Part part) {
        if (part.configured().isEmpty()) {
            return Optional.empty();
        }
        Platform config = part.configured().get();
        Platform wanted = platform(part);
        boolean variant =
                key.equals(VARIANT) && statesAll(part) && !config.variant().equals(wanted.variant());
        boolean version = key.equals(VERSION)
                && !config.osVersion().isEmpty()
                && !config.osVersion().equals(value);
        return variant || version ? Optional.of(part.configSpelling()) : Optional.empty();
    }

    private Refused refused(String why, List<Part> parts, String fix) {
        String there = parts.isEmpty()
                ? ""
                : ": "
                        + String.join(
                                ", ",
                                parts.stream()
                                        .map(part -> part.platform() + " from " + part.source())
                                        .toList());
        return new Refused(
                "--set " + this + ": " + why + there + ". Nothing was merged, no tag was moved. Fix: " + fix);
    }

    @Override
    public String toString() {
        return platform + ":" + key + "=" + value;
    }
}
