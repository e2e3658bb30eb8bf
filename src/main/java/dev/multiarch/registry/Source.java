package dev.multiarch.registry;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.registry.layout.Layout;
import dev.multiarch.registry.request.RegistryException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where one image is, index and all: a repository of a registry, or an OCI layout. What it gives is checked against its
 * digest, wherever it comes from. Many threads may use it at once.
 */
public interface Source extends AutoCloseable {
    /** Whether this names an OCI layout, for {@link Layout#open}, rather than an image in a registry. */
    static boolean isLayout(String text) {
        return text.startsWith("oci:") || text.startsWith("oci-archive:");
    }

    /** As the user named it. */
    String name();

    /** {@code the registry}, {@code the layout}: for messages. */
    String place();

    /** Whether it is on this machine, where nothing is fetched and nobody else's word is taken. */
    boolean isLocal();

    /** The folder of a layout; empty for a registry, and for a layout in an archive. */
    default Optional<Path> folder() {
        return Optional.empty();
    }

    /**
     * Begins to read the root, for the next {@link #root} to wait for. Connecting and TLS take a while, in which other
     * things can be read.
     */
    default void begin() {}

    /** The document that the name refers to. At most 4 MiB. */
    Document root() throws RegistryException;

    /**
     * What the name refers to now: for a name with a digest, that digest. Empty if the name no longer exists.
     *
     * @param likely what it most likely is
     */
    Optional<Digest> current(Digest likely) throws RegistryException;

    /** At most 4 MiB. */
    Document manifest(Digest digest) throws RegistryException;

    /**
     * Checked against the descriptor's size as well.
     *
     * @param max size in bytes; what the descriptor declares larger is not read
     */
    Document blob(Descriptor blob, int max) throws RegistryException;

    /**
     * As it comes: what was read to the end has the descriptor's digest and size, else the last read fails with {@link
     * BlobStream.Broken}.
     */
    InputStream layer(Descriptor blob) throws RegistryException;

    /** Whether a blob is there, and how large where that is known. */
    Presence presence(Descriptor blob) throws RegistryException;

    @Override
    void close();
}
