package dev.multiarch.publish.source;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Reference;
import dev.multiarch.json.JsonObject;
import java.util.Optional;

/**
 * One entry of the index that is to be.
 *
 * @param manifest where the manifest is: repository and digest
 * @param json the descriptor
 * @param raw the descriptor as it was written, where it is to stay so
 */
public record Entry(Reference manifest, Descriptor descriptor, JsonObject json, Optional<String> raw) {
    static Entry of(Reference repository, JsonObject json, Optional<String> raw) {
        Descriptor descriptor = Descriptor.read(json);
        return new Entry(repository.with(descriptor.digest()), descriptor, json, raw);
    }
}
