package dev.multiarch.registry.layout;

import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.request.Response;

/** Where the user named an OCI layout there is none: no such folder or file, or something else is there. */
public final class NoSuchLayout extends RegistryException {
    private static final long serialVersionUID = 1;

    NoSuchLayout(Kind kind, LayoutName name, String purpose, String what) {
        super(kind, name.text() + ": " + purpose + ": " + Response.oneLine(what));
    }
}
