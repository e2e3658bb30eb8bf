package dev.multiarch.registry.embedded;

import dev.multiarch.image.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One repository: which blobs and manifests it has, and what its tags point to. The bytes are next to it, once for all
 * repositories, so that a mount copies nothing.
 *
 * @param name checked
 */
record Repository(Storage storage, String name) {
    /** @param mediaType that it was pushed as */
    record Manifest(Digest digest, String mediaType, Content content) {}

    static final String ALL = "repositories";
    private static final String BLOBS = "_blobs";
    private static final String MANIFESTS = "_manifests";
    private static final String TAGS = "_tags";

    static String content(Digest digest) {
        return "content/" + digest.algorithm() + "/" + digest.hex();
    }

    private String key(String kind, Digest digest) {
        return key(kind) + "/" + digest.algorithm() + "/" + digest.hex();
    }

    private String key(String kind) {
        return ALL + "/" + name + "/" + kind;
    }

    Repository other(String otherName) {
        return new Repository(storage, otherName);
    }

    Optional<Content> blob(Digest digest) throws IOException {
        return storage.find(key(BLOBS, digest)).isPresent() ? storage.find(content(digest)) : Optional.empty();
    }

    /** Its content must be there. */
    void addBlob(Digest digest) throws IOException {
        storage.write(key(BLOBS, digest), new byte[0]);
    }

    boolean removeBlob(Digest digest) throws IOException {
        return storage.delete(key(BLOBS, digest));
    }

    Optional<Manifest> manifest(Digest digest) throws IOException {
        Optional<Content> type = storage.find(key(MANIFESTS, digest));
        Optional<Content> content = type.isPresent() ? storage.find(content(digest)) : Optional.empty();
        return content.isEmpty()
                ? Optional.empty()
                : Optional.of(new Manifest(digest, text(type.get()), content.get()));
    }

    void addManifest(Digest digest, String mediaType, byte[] bytes) throws IOException {
        storage.write(content(digest), bytes);
        storage.write(key(MANIFESTS, digest), mediaType.getBytes(StandardCharsets.UTF_8));
    }

    /** With the tags that point to it. */
    boolean removeManifest(Digest digest) throws IOException {
        for (String tag : tags()) {
            if (tag(tag).equals(Optional.of(digest))) {
                removeTag(tag);
            }
        }
        return storage.delete(key(MANIFESTS, digest));
    }

    List<Digest> manifests() throws IOException {
        List<Digest> digests = new ArrayList<>();
        for (String algorithm : storage.names(key(MANIFESTS))) {
            for (String hex : storage.names(key(MANIFESTS) + "/" + algorithm)) {
                digests.add(new Digest(algorithm, hex));
            }
        }
        return digests;
    }

    Optional<Digest> tag(String tag) throws IOException {
        Optional<Content> content = storage.find(key(TAGS) + "/" + tag);
        return content.isEmpty() ? Optional.empty() : Optional.of(Digest.parse(text(content.get())));
    }

    void setTag(String tag, Digest digest) throws IOException {
        storage.write(key(TAGS) + "/" + tag, digest.toString().getBytes(StandardCharsets.UTF_8));
    }

    boolean removeTag(String tag) throws IOException {
        return storage.delete(key(TAGS) + "/" + tag);
    }

    List<String> tags() throws IOException {
        return storage.names(key(TAGS));
    }

    boolean exists() throws IOException {
        return !manifests().isEmpty() || !storage.names(key(BLOBS)).isEmpty();
    }

    /** The names of all repositories that hold a manifest, sorted as text. */
    static List<String> names(Storage storage) throws IOException {
        List<String> names = new ArrayList<>();
        collect(storage, "", names);
        return names.stream().sorted().toList();
    }

    private static void collect(Storage storage, String name, List<String> names) throws IOException {
        for (String part : storage.names(name.isEmpty() ? ALL : ALL + "/" + name)) {
            if (!part.startsWith("_")) {
                collect(storage, name.isEmpty() ? part : name + "/" + part, names);
            } else if (part.equals(MANIFESTS)) {
                names.add(name);
            }
        }
    }

    private static String text(Content content) throws IOException {
        return new String(content.bytes(), StandardCharsets.UTF_8);
    }
}
