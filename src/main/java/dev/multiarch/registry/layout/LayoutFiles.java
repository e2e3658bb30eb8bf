package dev.multiarch.registry.layout;

import dev.multiarch.registry.request.RefusedException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** The files of an OCI layout, in a folder or in an archive; many threads may read at once. */
interface LayoutFiles extends Closeable {
    /** @param size of the whole content in bytes */
    record Content(InputStream in, long size) implements Closeable {
        /** For what is not there. */
        static final Content NONE = new Content(InputStream.nullInputStream(), -1);

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /** Where they are, if that is a folder. */
    default Optional<Path> folder() {
        return Optional.empty();
    }

    /**
     * Empty where there is no file of that name.
     *
     * @param name relative, with slashes; made by us and never by the layout
     * @throws RefusedException for what is not a plain file
     */
    Optional<Content> open(String name) throws IOException;
}
