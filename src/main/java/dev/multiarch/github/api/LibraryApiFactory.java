package dev.multiarch.github.api;

import dev.multiarch.github.Api;

/** The door to this package, called by its name. */
public final class LibraryApiFactory implements Api.Maker {
    @Override
    public Api make(Api.Settings settings) {
        return new LibraryApi(settings);
    }
}
