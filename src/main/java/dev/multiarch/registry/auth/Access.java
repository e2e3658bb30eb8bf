package dev.multiarch.registry.auth;

/** Whether a registry wants a password, and whether there is one. */
public enum Access {
    /** There is a password for it on this machine; whether that is right was not tried. */
    PASSWORD,
    /** It asks for none. */
    OPEN,
    /** It asks for one, and there is none. */
    CLOSED
}
