package dev.multiarch.registry.layout;

import dev.multiarch.registry.request.RegistryException;

/** There is no such folder or file as the user named for an OCI layout. */
public final class NoSuchLayout extends RegistryException {
    private static final long serialVersionUID = 1;

    NoSuchLayout(String message) {
        super(Kind.NOT_FOUND, message);
    }
}
