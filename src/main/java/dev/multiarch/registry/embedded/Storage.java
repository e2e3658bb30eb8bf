package dev.multiarch.registry.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Where bytes are kept, by keys of several parts: {@code repositories/app/_tags/1.0}. Many threads may use it. */
interface Storage {
    Optional<Content> find(String key) throws IOException;

    /** Whole or not at all, in place of what was there. */
    void write(String key, byte[] bytes) throws IOException;

    /** @return the size that it then has */
    long append(String key, InputStream in) throws IOException;

    /** In place of what was there. */
    void move(String from, String to) throws IOException;

    /** @return whether it was there */
    boolean delete(String key) throws IOException;

    /** The parts that follow directly behind these, sorted; none where there is nothing. */
    List<String> names(String parts) throws IOException;
}
