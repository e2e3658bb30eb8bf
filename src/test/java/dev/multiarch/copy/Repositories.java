package dev.multiarch.copy;

import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Platform;
import dev.multiarch.image.Reference;
import dev.multiarch.process.Programs;
import dev.multiarch.publish.LegImage;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.embedded.EmbeddedRegistry;
import dev.multiarch.registry.embedded.ReceivedRequest;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.Session;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Two registries in memory: what is copied is in one of them, and the repository that it goes to in the other. */
final class Repositories implements AutoCloseable {
    static final Platform PLATFORM = Platform.parse("linux/arm64");
    private static final String EMPTY = "{}";

    final List<String> heard = new CopyOnWriteArrayList<>();
    final List<String> said = new CopyOnWriteArrayList<>();
    final EmbeddedRegistry here;
    final EmbeddedRegistry there;
    final Registry client = Sample.client();
    final Reference to;
    final Reference elsewhere;
    final Reference next;

    Repositories() throws IOException {
        here = EmbeddedRegistry.start(Optional.empty(), 0, this::hear);
        there = EmbeddedRegistry.start();
        to = Reference.parse(here.host() + "/app");
        next = Reference.parse(here.host() + "/next");
        elsewhere = Reference.parse(there.host() + "/far");
    }

    private void hear(ReceivedRequest request) {
        heard.add(request.line().replaceFirst("(/uploads/)[^/]+$", "$1*"));
    }

    Session session() {
        return new Session(client, new Programs(line -> {}), Map.of(), said::add, Optional.empty());
    }

    Copied copy(Reference... manifests) throws Exception {
        heard.clear();
        return new Copy(session(), to).run(List.of(manifests));
    }

    /** What came in at the registry that is copied to, without what only asks. */
    List<String> written() {
        return heard.stream()
                .filter(line -> !line.startsWith("HEAD") && !line.startsWith("GET"))
                .toList();
    }

    Reference image(Reference repository, String content) throws RegistryException {
        return repository.with(new LegImage(PLATFORM, content).push(client, repository));
    }

    /** An artifact that speaks of a manifest, or of none. */
    Reference artifact(Reference subject, String content, boolean says) throws RegistryException {
        Digest layer = client.pusher().blob(subject, Sample.bytes(content));
        Digest config = client.pusher().blob(subject, Sample.bytes(EMPTY));
        int size = client.manifest(subject).bytes().length;
        String named = ", \"subject\": {\"mediaType\": \"" + MediaTypes.OCI_MANIFEST + "\", \"digest\": \""
                + subject.digest().orElseThrow() + "\", \"size\": " + size + "}";
        byte[] manifest = Sample.bytes("{\"schemaVersion\": 2, \"mediaType\": \"" + MediaTypes.OCI_MANIFEST
                + "\", \"artifactType\": \"application/vnd.dev.cosign.x\", \"config\": {\"mediaType\": \""
                + MediaTypes.EMPTY + "\", \"digest\": \"" + config + "\", \"size\": 2}, \"layers\": [{\"mediaType\":"
                + " \"application/x\", \"digest\": \"" + layer + "\", \"size\": " + content.length() + "}]"
                + (says ? named : "") + "}");
        Reference reference = subject.with(Digest.of(manifest));
        client.pusher().manifest(reference, MediaTypes.OCI_MANIFEST, manifest);
        return reference;
    }

    /** Puts what a manifest is under a tag as well. */
    void tag(Reference manifest, String tag) throws RegistryException {
        client.pusher()
                .manifest(
                        manifest.withTag(tag),
                        MediaTypes.OCI_MANIFEST,
                        client.manifest(manifest).bytes());
    }

    /** A list of what refers to a manifest, as clients keep it where there is no API. */
    void list(String tag, Reference... entries) throws RegistryException {
        StringBuilder list = new StringBuilder();
        for (Reference entry : entries) {
            list.append(list.isEmpty() ? "" : ", ")
                    .append("{\"mediaType\": \"" + MediaTypes.OCI_MANIFEST + "\", \"digest\": \""
                            + entry.digest().orElseThrow() + "\", \"size\": "
                            + client.manifest(entry).bytes().length + ", \"x\": 1}");
        }
        client.pusher()
                .manifest(
                        entries[0].withTag(tag),
                        MediaTypes.OCI_INDEX,
                        Sample.bytes("{\"schemaVersion\": 2, \"mediaType\": \"" + MediaTypes.OCI_INDEX
                                + "\", \"manifests\": [" + list + "]}"));
    }

    @Override
    public void close() {
        client.close();
        here.close();
        there.close();
    }
}
