package dev.multiarch.record;

import dev.multiarch.image.Digest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Keeps small objects under names, each written once: build records and their {@link RecordNames}, and anything else that
 * several writers share. This is all that a kind of store has to do. Many threads may use one at once.
 *
 * <p>A name has one to four parts between slashes, see {@link ObjectName}. Its order is that of its characters.
 */
public interface ObjectStore extends AutoCloseable {
    /** In bytes. Nothing larger is written or read. */
    int LARGEST = 4 << 20;

    /** As users name it: {@code .multiarch/records}, {@code gs://bucket/prefix}, {@code oci://registry/repository}. */
    String place();

    /** Whether it is a folder here, which nobody has to be asked for. */
    default boolean isLocal() {
        return false;
    }

    /**
     * Writes an object unless it is there already. To be called again after a failure, whatever arrived.
     *
     * @return whether it is new; false where it was there with the same bytes
     * @throws java.nio.file.FileAlreadyExistsException if it was there with other bytes, which stay
     * @throws IOException if it can't be written
     */
    boolean put(String name, byte[] bytes) throws IOException;

    /**
     * To be called before the work whose result is written here. Does nothing where only a write shows if one may.
     *
     * @throws IOException if it is known that this can't be written
     */
    default void prepare(String name) throws IOException {}

    /**
     * The bytes of an object, empty where there is none of that name.
     *
     * @throws dev.multiarch.text.FormatException if it is larger than {@link #LARGEST}
     */
    Optional<byte[]> get(String name) throws IOException;

    /**
     * The names below a folder, ordered.
     *
     * @param folder such as {@code plan/} or {@code _recent/app/}; empty for all
     * @param most the first so many
     */
    List<String> list(String folder, int most) throws IOException;

    /**
     * The folders directly below a folder, ordered, without slashes.
     *
     * @param folder such as {@code _recent/app/}
     */
    default List<String> folders(String folder) throws IOException {
        return list(folder, Integer.MAX_VALUE).stream()
                .map(name -> name.substring(folder.length()))
                .filter(name -> name.contains("/"))
                .map(name -> name.substring(0, name.indexOf('/')))
                .distinct()
                .toList();
    }

    /** The names of records of the leg that resulted in this image, where the store itself knows them; ordered by nothing. */
    default List<String> about(Digest image) throws IOException {
        return List.of();
    }

    /**
     * Removes an object.
     *
     * @return whether it was there
     * @throws IOException if it can't be removed, such as where a registry refuses to
     */
    boolean delete(String name) throws IOException;

    /** Ends what keeps connections; nothing where there are none. */
    @Override
    default void close() {}
}
