package dev.multiarch.copy;

import dev.multiarch.image.Descriptor;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Manifest;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.BlobTransfer;
import dev.multiarch.registry.Document;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.Source;
import dev.multiarch.registry.request.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Pushes one image of an OCI layout by its digest: blobs first, then the manifest. No tag is made. */
public record LayoutPush(Registry registry, Reference to) {
    public void image(Source layout, Digest image) throws RegistryException {
        Document document = layout.manifest(image);
        Manifest manifest = Manifest.parse(document.bytes(), "image " + image);
        List<Workers.Task<BlobTransfer>> tasks = new ArrayList<>();
        for (Descriptor blob : blobs(manifest)) {
            tasks.add(() -> registry.pusher().blob(to, blob, Optional.empty(), () -> open(layout, blob)));
        }
        try (var workers = new Workers()) {
            workers.all(tasks);
        }
        registry.pusher().manifest(to.with(image), document.mediaType(), document.bytes());
    }

    /** A layer that an image has twice is sent once. */
    private static List<Descriptor> blobs(Manifest manifest) {
        List<Descriptor> blobs = new ArrayList<>(List.of(manifest.config()));
        for (Descriptor layer : manifest.layers()) {
            if (blobs.stream().noneMatch(other -> other.digest().equals(layer.digest()))) {
                blobs.add(layer);
            }
        }
        return blobs;
    }

    private static InputStream open(Source layout, Descriptor blob) throws IOException {
        try {
            return layout.layer(blob);
        } catch (RegistryException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
