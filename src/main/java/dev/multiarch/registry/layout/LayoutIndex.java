package dev.multiarch.registry.layout;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Index;
import dev.multiarch.registry.Document;
import dev.multiarch.text.FormatException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** A layout's {@code index.json}, and which of its entries is meant. */
record LayoutIndex(LayoutName name, Document document) {
    private static final String REF_NAME = "org.opencontainers.image.ref.name";

    /** The whole name, which containerd and BuildKit add. */
    private static final String IMAGE_NAME = "io.containerd.image.name";

    private static final int MOST_NAMED = 12;

    /** Empty where {@code index.json} is itself the index, as go-containerregistry's {@code layout.Write} makes it. */
    Optional<Descriptor> chosen() {
        Index index = Index.parse(document.bytes(), "index.json");
        List<Descriptor> all = index.manifests();
        if (all.isEmpty()) {
            throw new FormatException("index.json contains no image");
        }
        if (name.tag().isPresent()) {
            return Optional.of(tagged(name.tag().get(), all));
        }
        if (isOne(all)) {
            return Optional.of(all.get(0));
        }
        boolean bare = all.stream().noneMatch(entry -> entry.annotations().containsKey(REF_NAME));
        boolean platforms =
                index.images().stream().allMatch(entry -> entry.platform().isPresent());
        if (bare && platforms) {
            return Optional.empty();
        }
        throw new FormatException("index.json names several images" + known(all) + ". Fix: name one of them: "
                + name.layout() + ":TAG, or " + name.layout() + "@DIGEST");
    }

    private Descriptor tagged(String tag, List<Descriptor> all) {
        List<Descriptor> exact = all.stream()
                .filter(entry -> tag.equals(entry.annotations().get(REF_NAME)))
                .toList();
        List<Descriptor> found = exact.isEmpty()
                ? all.stream().filter(entry -> isTagOf(tag, entry)).toList()
                : exact;
        if (found.isEmpty()) {
            throw new FormatException("index.json contains no image \"" + tag + "\"" + known(all));
        }
        if (!isOne(found)) {
            throw new FormatException("index.json names " + found.size() + " images \"" + tag
                    + "\", and tools choose different ones. Fix: name one of them: " + name.layout() + "@DIGEST");
        }
        return found.get(0);
    }

    private static boolean isTagOf(String tag, Descriptor entry) {
        String whole =
                entry.annotations().getOrDefault(IMAGE_NAME, entry.annotations().getOrDefault(REF_NAME, ""));
        return whole.endsWith(":" + tag);
    }

    private static boolean isOne(List<Descriptor> entries) {
        return entries.stream().map(Descriptor::digest).distinct().count() == 1;
    }

    private static String known(List<Descriptor> all) {
        String names = all.stream()
                .map(entry -> entry.annotations().get(REF_NAME))
                .filter(Objects::nonNull)
                .distinct()
                .limit(MOST_NAMED)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? ", and none by a name" : ": " + names;
    }
}
