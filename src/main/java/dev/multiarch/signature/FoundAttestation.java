package dev.multiarch.signature;

import dev.multiarch.json.JsonObject;
import java.util.Optional;

/**
 * An attestation of a manifest that a registry has.
 *
 * @param proof whether the signer made it of this digest
 * @param type its predicate type; empty where it could not be read
 * @param predicate what it says; only where the proof is valid
 */
public record FoundAttestation(FoundSignature proof, String type, Optional<JsonObject> predicate) {}
