package dev.multiarch.rebuild;

import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.record.BaseImage;
import dev.multiarch.text.FormatException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Base images that a user's file names, one a line: a name ({@code alpine:3.17}), a digest of an index or of an image, or a name
 * with a digest. The rest of the line says why.
 */
public final class VulnerableBases {
    private static final int MOST = 100_000;
    private static final String DIGEST = "sha(256|512):[0-9a-f]+";

    private final Map<String, String> why = new LinkedHashMap<>();

    private VulnerableBases() {}

    /** @param what names the file in messages */
    public static VulnerableBases read(String text, String what) {
        var bases = new VulnerableBases();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceFirst("(^|\\s)#.*", "").strip();
            if (line.isEmpty()) {
                continue;
            }
            String[] parts = line.split("\\s+", 2);
            try {
                bases.why.put(key(parts[0]), parts.length > 1 ? parts[1] : "");
            } catch (FormatException malformed) {
                throw new FormatException(what + ":" + (i + 1) + ": " + malformed.getMessage());
            }
            if (bases.why.size() > MOST) {
                throw new FormatException(what + " names more than " + MOST + " base images");
            }
        }
        return bases;
    }

    private static String key(String word) {
        if (word.matches(DIGEST)) {
            return Digest.parse(word).toString();
        }
        Reference reference = Reference.parse(word).orLatest();
        // A tag in front of a digest says nothing: the digest decides.
        return reference.digest().isPresent() ? reference.digest().get().toString() : reference.toString();
    }

    public boolean isEmpty() {
        return why.isEmpty();
    }

    /** What the file says of this base: empty where it does not name it. */
    Optional<String> match(BaseImage base) {
        return Stream.concat(
                        base.taken().value().stream()
                                .flatMap(taken -> Stream.of(taken.manifest(), taken.index()))
                                .map(Digest::toString),
                        names(base.name()).stream())
                .filter(why::containsKey)
                .findFirst()
                .map(key -> base.name() + " is on the list" + (why.get(key).isEmpty() ? "" : ": " + why.get(key)));
    }

    /** What a list may call it: one that is pinned, {@code alpine:3.17@sha256:…}, is still an {@code alpine:3.17}. */
    private static List<String> names(String text) {
        try {
            Reference name = Reference.parse(text);
            return Stream.concat(
                            Stream.of(key(text)),
                            name.tag().map(tag -> name.withTag(tag).toString()).stream())
                    .distinct()
                    .toList();
        } catch (FormatException malformed) {
            return List.of();
        }
    }
}
