package dev.multiarch.publish.source;

import dev.multiarch.image.KnownPlatforms;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.Source;
import dev.multiarch.text.FormatException;
import dev.multiarch.text.Words;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where images come from, as users type it: {@code ghcr.io/org/app:1}, or {@code linux/arm64=ghcr.io/org/app:1} for the
 * image of one platform.
 */
public record SourceName(Optional<Platform> platform, Reference reference) {
    public static SourceName of(Reference reference) {
        return new SourceName(Optional.empty(), reference);
    }

    /**
     * @param option that it is the value of, for messages
     * @param texts separated by commas or lines
     */
    public static List<SourceName> list(String option, List<String> texts) {
        List<SourceName> names = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String text : texts) {
            for (String word : Words.list(text)) {
                SourceName name = parse(option, word);
                if (seen.add(name.toString())) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    static SourceName parse(String option, String word) {
        int equals = word.indexOf('=');
        String reference = word.substring(equals + 1);
        if (Source.isLayout(reference)) {
            throw new FormatException(
                    option + " " + word + ": expected an image in a registry, found a layout. Fix: push"
                            + " it first, such as skopeo copy --all " + reference + " docker://REPOSITORY:TAG");
        }
        if (reference.isEmpty()) {
            throw new FormatException(option + " " + word + ": no image is named. Expected REF or PLATFORM=REF, such as"
                    + " linux/arm64=ghcr.io/org/app:1");
        }
        Optional<Platform> platform =
                equals < 0 ? Optional.empty() : Optional.of(KnownPlatforms.parse(word.substring(0, equals)));
        return new SourceName(platform, Reference.parse(reference));
    }

    @Override
    public String toString() {
        return platform.map(p -> p + "=").orElse("") + reference;
    }
}
