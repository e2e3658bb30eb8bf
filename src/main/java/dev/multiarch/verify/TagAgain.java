package dev.multiarch.verify;

import dev.multiarch.concurrent.AtOnce;
import dev.multiarch.image.Digest;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.request.RegistryException;
import java.util.Optional;
import java.util.concurrent.Future;

/**
 * Where the name leads at the end. Asked behind the last documents rather than after them: a registry far away answers in the
 * same turn then.
 */
final class TagAgain {
    private final Source source;
    private final Digest judged;
    private final boolean early;
    private Future<Optional<Digest>> asking;

    /** @param early whether documents and layers are all that is read: a run of each image leaves a tag time to move */
    TagAgain(Source source, Digest judged, boolean early) {
        this.source = source;
        this.judged = judged;
        this.early = early && !source.isLocal();
    }

    void begin() {
        if (early) {
            asking = AtOnce.begin("tag", this::ask);
        }
    }

    private Optional<Digest> ask() throws RegistryException {
        return source.current(judged);
    }

    Optional<Digest> answer() throws RegistryException {
        return asking == null ? ask() : AtOnce.<Optional<Digest>, RegistryException>result(asking);
    }
}
