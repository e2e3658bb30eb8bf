package dev.multiarch.cli;

import dev.multiarch.Commands;
import dev.multiarch.image.Digest;
import dev.multiarch.image.Reference;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.Reply;
import dev.multiarch.registry.Sample;
import dev.multiarch.registry.ServedImages;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tests of how often a call waits for a registry far away, on eight images: it answers some requests together. */
abstract class WithFarRegistry {
    static final List<String> ARCHITECTURES =
            List.of("amd64", "arm64", "386", "ppc64le", "s390x", "riscv64", "loong64", "mips64le");

    @RegisterExtension
    final Commands commands = new Commands();

    final FaultyRegistry server = FaultyRegistry.start();
    final ServedImages shelf = new ServedImages(server);
    final Reference app = Sample.app(server.host()).repositoryOnly();

    private final Map<String, CyclicBarrier> waiting = new ConcurrentHashMap<>();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        server.close();
    }

    /** Descriptors with their platforms. */
    List<String> images() {
        return ARCHITECTURES.stream()
                .map(architecture -> ServedImages.on(shelf.image("linux", architecture), "linux/" + architecture))
                .toList();
    }

    static Digest digest(String descriptor) {
        return Digest.parse(ServedImages.digest(descriptor));
    }

    /** Answered once as many requests of this method wait as there are tags. */
    void together(String method, String tag, Reply reply) {
        server.on(method + " /v2/app/manifests/" + tag, received -> {
            try {
                waiting.computeIfAbsent(method, any -> new CyclicBarrier(ARCHITECTURES.size()))
                        .await(20, TimeUnit.SECONDS);
                return reply;
            } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
                return Reply.error(400, "UNSUPPORTED", "one after another");
            }
        });
    }
}
