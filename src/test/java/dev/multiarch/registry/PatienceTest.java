package dev.multiarch.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.registry.request.RegistryException.Kind;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is asked again, seen from outside. */
class PatienceTest {
    private static final String GET = "GET " + Sample.INDEX_PATH;

    private final FaultyRegistry server = FaultyRegistry.start();
    private final Registry registry = Sample.client();
    private final Reference app = Sample.app(server.host());

    @AfterEach
    void close() {
        registry.close();
        server.close();
    }

    @Test
    void aBusyRegistryIsAskedAgainWhenItSays() throws Exception {
        server.on(GET, Reply.status(429).with("Retry-After", "0"), Sample.index());
        assertThat(registry.manifest(app).digest()).isEqualTo(Digest.of(Sample.INDEX));
        assertThat(server.lines()).containsExactly(GET, GET);
    }

    @Test
    void aBrokenConnectionIsMadeAgain() throws Exception {
        server.on(GET, Reply.cut(), Sample.index());
        assertThat(registry.manifest(app).digest()).isEqualTo(Digest.of(Sample.INDEX));
    }

    @Test
    void whatWasJustPushedIsAwaited() throws Exception {
        Reply missing = Reply.error(404, "MANIFEST_UNKNOWN", "manifest unknown");
        server.on(GET, missing, missing, Sample.index()).on("HEAD " + Sample.INDEX_PATH, missing, Sample.index());
        assertThat(registry.awaiting().manifest(app).digest()).isEqualTo(Digest.of(Sample.INDEX));
        assertThat(registry.awaiting().resolve(app)).contains(Digest.of(Sample.INDEX));
    }

    @Test
    void awaitingEnds() {
        var failure = catchThrowableOfType(
                RegistryException.class, () -> registry.awaiting().manifest(app));
        assertThat(failure.kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(failure)
                .hasMessage(app + ": reading the manifest: 404 MANIFEST_UNKNOWN \"manifest unknown\" (GET, 4 attempts)."
                        + " Fix: check the repository's name and the tag or digest.");
    }

    @Test
    void whatIsNotAwaitedIsMissingAtOnce() {
        var failure = catchThrowableOfType(RegistryException.class, () -> registry.manifest(app));
        assertThat(failure).hasMessageContaining("(GET, 1 attempt)");
        assertThat(server.lines()).hasSize(1);
    }

    /** Its queue is full, so the kernel drops anyone who knocks: as a host behind a firewall that says nothing. */
    @Test
    void aHostThatDoesNotAcceptIsGivenUp() throws Exception {
        List<SocketChannel> queue = new ArrayList<>();
        try (var full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            for (int i = 0; i < 8; i++) {
                SocketChannel channel = SocketChannel.open();
                queue.add(channel);
                channel.configureBlocking(false);
                channel.connect(full.getLocalSocketAddress());
            }
            String host = "127.0.0.1:" + full.getLocalPort();
            Registry hasty = Sample.clientWithShortConnects();
            var failure = catchThrowableOfType(RegistryException.class, () -> hasty.manifest(Sample.app(host)));
            hasty.close();
            assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(failure)
                    .hasMessageContaining("no answer from " + host + " in time: ")
                    .hasMessageContaining("1 attempt");
        } finally {
            for (SocketChannel channel : queue) {
                channel.close();
            }
        }
    }

    @Test
    void onlyRetryWaits() {
        Stream<JavaClass> sleepers = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("dev.multiarch.registry")
                        .stream()
                        .filter(type -> type.getMethodCallsFromSelf().stream()
                                .anyMatch(call -> call.getName().equals("sleep")));
        assertThat(sleepers).extracting(JavaClass::getSimpleName).containsExactly("Retry");
    }
}
