package dev.multiarch.build;

import java.util.function.Consumer;

/** Shows what a program prints that builds, until it has ended. */
interface ShownLines extends Consumer<String>, AutoCloseable {
    @Override
    default void close() {}

    /** Each line as it is. */
    static ShownLines as(Consumer<String> lines) {
        return lines::accept;
    }
}
