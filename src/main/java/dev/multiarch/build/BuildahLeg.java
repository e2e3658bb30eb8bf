package dev.multiarch.build;

import dev.multiarch.dockerfile.Dockerfile;
import java.util.Optional;

/**
 * What only a leg of buildah has.
 *
 * @param file its Dockerfile; empty where it can't be read
 * @param plain what buildah prints, as its watch reads it
 */
record BuildahLeg(BuildahCall call, Optional<Dockerfile> file, BuildahLines plain) {}
