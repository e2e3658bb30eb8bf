package dev.multiarch.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Digest;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.request.RegistryException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A tag that may be new is looked for ahead of time, and once more when it counts: a passing 404 must not hide it. */
class NotedTagTest {
    private static final String PATH = " /v2/app/manifests/new";

    private final FaultyRegistry server = FaultyRegistry.start();

    @AfterEach
    void close() {
        server.close();
    }

    /** @param early what the look ahead of time gets */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "missing all the time,               404,     404 404, 2, false",
        "made meanwhile,                     404,     200,     1, true",
        "made meanwhile and seems gone,      404,     404 200, 2, true",
        "there and seems gone for a moment,  200,     404 200, 2, true",
        "there and gone,                     200,     404 404, 2, false",
        "no answer to the first look,        401,     404 200, 2, true",
        "no look ahead of time,              '',      404 200, 2, true"
    })
    void whatIsFound(String name, String early, String late, int requests, boolean found) {
        Reference tag = Sample.app(server.host()).withTag("new");
        try (Registry registry = Sample.client()) {
            if (!early.isEmpty()) {
                server.on("HEAD" + PATH, reply(early));
                look(registry.noting(), tag);
            }
            String[] statuses = late.split(" ");
            Reply[] replies = new Reply[statuses.length];
            for (int i = 0; i < replies.length; i++) {
                replies[i] = reply(statuses[i]);
            }
            server.on("GET" + PATH, replies);
            assertThat(isThere(registry.doubting(), tag)).isEqualTo(found);
            assertThat(gets()).isEqualTo(requests);
        }
    }

    private int gets() {
        return (int) server.lines().stream().filter(("GET" + PATH)::equals).count();
    }

    private static void look(Registry registry, Reference tag) {
        try {
            registry.resolve(tag);
        } catch (RegistryException unanswered) {
            assertThat(unanswered.kind()).isNotNull();
        }
    }

    private static boolean isThere(Registry registry, Reference tag) {
        try {
            return registry.manifest(tag) != null;
        } catch (RegistryException e) {
            assertThat(e.kind()).isEqualTo(RegistryException.Kind.NOT_FOUND);
            return false;
        }
    }

    private static Reply reply(String status) {
        if (!status.equals("200")) {
            return Reply.status(Integer.parseInt(status));
        }
        byte[] index = Sample.bytes(ServedImages.indexOf());
        return Reply.document(MediaTypes.OCI_INDEX, index)
                .with("Docker-Content-Digest", Digest.of(index).toString());
    }
}
