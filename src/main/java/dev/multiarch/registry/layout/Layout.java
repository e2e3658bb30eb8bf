package dev.multiarch.registry.layout;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.layers.LayerException;
import dev.multiarch.registry.BlobStream;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.ManifestType;
import dev.multiarch.registry.Presence;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.request.RefusedException;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.request.RegistryException.Kind;
import dev.multiarch.registry.request.Request;
import dev.multiarch.registry.request.Response;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One image in an OCI layout (OCI Image Format 1.1, "Image Layout"), in a folder or a tar archive, as buildx, skopeo and
 * crane write them. Bytes are as little trusted as a registry's.
 */
public final class Layout implements Source {
    private static final int LIMIT = Request.MANIFEST_LIMIT;
    private static final int LARGEST_MARK = 4096;
    private static final String OPENING = "opening the layout";
    private static final URI NOWHERE = URI.create("file:///");

    private final LayoutName name;
    private final LayoutFiles files;

    private Layout(LayoutName name, LayoutFiles files) {
        this.name = name;
        this.files = files;
    }

    /**
     * @param resolve makes a path of what the user typed
     * @throws FormatException if the name is malformed
     * @throws RegistryException if there is no layout that can be read
     */
    public static Layout open(String text, Function<String, Path> resolve) throws RegistryException {
        LayoutName name = LayoutName.parse(text);
        try {
            Path path = resolve.apply(name.path());
            var layout = new Layout(name, name.archive() ? LayoutArchive.open(path) : LayoutFolder.open(path));
            LayoutName.requireMark(layout.bytes(OPENING, "oci-layout", LARGEST_MARK));
            return layout;
        } catch (NoSuchFileException none) {
            throw new NoSuchLayout(Kind.NOT_FOUND, name, OPENING, none.getReason());
        } catch (RefusedException | LayerException | FormatException other) {
            throw new NoSuchLayout(Kind.MALFORMED, name, OPENING, other.getMessage());
        } catch (IOException e) {
            throw failure(name, OPENING, e);
        }
    }

    /** @throws FormatException if the name is malformed, whatever is there */
    public static void requireName(String text) {
        LayoutName.parse(text);
    }

    @Override
    public String name() {
        return name.text();
    }

    @Override
    public Optional<Path> folder() {
        return files.folder();
    }

    @Override
    public String place() {
        return "the layout";
    }

    @Override
    public boolean isLocal() {
        return true;
    }

    @Override
    public Document root() throws RegistryException {
        if (name.digest().isPresent()) {
            return manifest(name.digest().get());
        }
        Document index = index();
        Optional<Descriptor> entry = chosen(index);
        if (entry.isEmpty()) {
            return index;
        }
        Document document = manifest(entry.get().digest());
        long size = entry.get().size();
        if (document.bytes().length != size) {
            String what = document.digest() + " has " + document.bytes().length + " bytes, index.json says " + size;
            throw failure(Kind.DIGEST_MISMATCH, "reading the manifest", what);
        }
        return document;
    }

    @Override
    public Optional<Digest> current(Digest likely) throws RegistryException {
        if (name.digest().isPresent()) {
            return name.digest();
        }
        Document index = index();
        return Optional.of(chosen(index).map(Descriptor::digest).orElse(index.digest()));
    }

    private Document index() throws RegistryException {
        String purpose = "reading index.json";
        byte[] bytes = bytes(purpose, "index.json", LIMIT)
                .orElseThrow(() -> failure(Kind.MALFORMED, purpose, "the layout has no such file"));
        return Document.of(MediaTypes.OCI_INDEX, bytes);
    }

    private Optional<Descriptor> chosen(Document index) throws RegistryException {
        return parse("reading index.json", () -> new LayoutIndex(name, index).chosen());
    }

    @Override
    public Document manifest(Digest digest) throws RegistryException {
        String purpose = "reading the manifest " + digest;
        byte[] bytes = bytes(purpose, path(digest), LIMIT).orElseThrow(() -> missing(purpose));
        requireSame(purpose, digest, bytes);
        return new Document(digest, parse(purpose, () -> ManifestType.of(bytes, "")), bytes);
    }

    @Override
    public Document blob(Descriptor blob, int max) throws RegistryException {
        String purpose = "reading the blob " + blob.digest();
        if (blob.size() > max) {
            String what = "its size is given as " + blob.size() + " bytes, at most " + max + " are read";
            throw failure(Kind.TOO_LARGE, purpose, what);
        }
        byte[] bytes = bytes(purpose, path(blob.digest()), max).orElseThrow(() -> missing(purpose));
        if (bytes.length != blob.size()) {
            String what = "its size is given as " + blob.size() + " bytes, found " + bytes.length;
            throw failure(Kind.DIGEST_MISMATCH, purpose, what);
        }
        requireSame(purpose, blob.digest(), bytes);
        return new Document(blob.digest(), blob.mediaType(), bytes);
    }

    @Override
    public InputStream layer(Descriptor blob) throws RegistryException {
        String purpose = "reading the layer " + blob.digest();
        return new BlobStream(
                blob,
                from -> answer(purpose, blob.digest()),
                (answer, what) -> failure(Kind.DIGEST_MISMATCH, purpose, what));
    }

    private Response answer(String purpose, Digest digest) throws RegistryException {
        try {
            var content = files.open(path(digest)).orElseThrow(() -> missing(purpose));
            return new Response(NOWHERE, 200, Map.of(), new byte[0], false, 1, Optional.of(content.in()));
        } catch (IOException e) {
            throw failure(name, purpose, e);
        }
    }

    @Override
    public Presence presence(Descriptor blob) throws RegistryException {
        try (var content = files.open(path(blob.digest())).orElse(LayoutFiles.Content.NONE)) {
            return content.size() < 0 ? Presence.ABSENT : new Presence(true, Optional.of(content.size()));
        } catch (IOException e) {
            throw failure(name, "looking for the blob " + blob.digest(), e);
        }
    }

    /** Where a blob is on this machine's disk; empty where it is not a separate file, or not there. */
    Optional<Path> file(Digest digest) throws IOException {
        return files instanceof LayoutFolder folder ? folder.file(path(digest)) : Optional.empty();
    }

    private Optional<byte[]> bytes(String purpose, String file, int limit) throws RegistryException {
        try {
            Optional<LayoutFiles.Content> content = files.open(file);
            if (content.isEmpty()) {
                return Optional.empty();
            }
            try (var found = content.get()) {
                byte[] bytes =
                        found.size() > limit ? new byte[limit + 1] : found.in().readNBytes(limit + 1);
                if (bytes.length > limit) {
                    throw failure(Kind.TOO_LARGE, purpose, "it is larger than " + limit + " bytes");
                }
                return Optional.of(bytes);
            }
        } catch (IOException e) {
            throw failure(name, purpose, e);
        }
    }

    static String path(Digest digest) {
        return "blobs/" + digest.algorithm() + "/" + digest.hex();
    }

    private void requireSame(String purpose, Digest digest, byte[] bytes) throws RegistryException {
        Digest found = digest.sameOf(bytes);
        if (!found.equals(digest)) {
            throw failure(Kind.DIGEST_MISMATCH, purpose, "the bytes are " + found + ". Fix: write the layout again");
        }
    }

    /** What can't be parsed is the layout's fault, not the user's. */
    private <T> T parse(String purpose, Supplier<T> parser) throws RegistryException {
        try {
            return parser.get();
        } catch (FormatException e) {
            throw failure(Kind.MALFORMED, purpose, e.getMessage());
        }
    }

    private RegistryException missing(String purpose) {
        return failure(Kind.NOT_FOUND, purpose, "the layout has no such blob");
    }

    private RegistryException failure(Kind kind, String purpose, String what) {
        return new RegistryException(kind, name.text() + ": " + purpose + ": " + Response.oneLine(what));
    }

    private static RegistryException failure(LayoutName name, String purpose, IOException e) {
        String what = e instanceof RefusedException || e instanceof LayerException ? e.getMessage() : e.toString();
        return new RegistryException(Kind.MALFORMED, name.text() + ": " + purpose + ": " + Response.oneLine(what), e);
    }

    @Override
    public void close() {
        try {
            files.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing was written that could be lost
        }
    }
}
