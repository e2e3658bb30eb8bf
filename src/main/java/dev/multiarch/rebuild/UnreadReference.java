package dev.multiarch.rebuild;

import dev.multiarch.image.Reference;

/** A reference that nothing can be said of. */
public record UnreadReference(Reference reference, String why) {}
