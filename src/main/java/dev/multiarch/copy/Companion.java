package dev.multiarch.copy;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.Reference;
import java.util.Optional;

/**
 * A manifest that speaks of another one, such as a signature, and goes where that one goes.
 *
 * @param manifest repository and digest
 * @param entry its descriptor, as a list of referrers has it
 * @param subject what it speaks of
 * @param tag by which it is found, as cosign's signatures of old; empty where it is found as a referrer
 */
record Companion(Reference manifest, Descriptor entry, Manifest content, Digest subject, Optional<String> tag) {}
