package dev.multiarch.emulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.host.Builder;
import dev.multiarch.host.LocalHost;
import dev.multiarch.process.Buildx;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A buildkitd in a user namespace with all ids and its own binfmt_misc, which starts without entries: as if it were a host
 * of its own, and the machine's entries stay as they are.
 */
final class OwnKernelEntries implements AutoCloseable {
    private static final Path BINFMT = Path.of("proc/sys/fs/binfmt_misc");

    private final Programs programs = new Programs(line -> {});
    private final Buildx buildx;
    private final Process buildkitd;
    private final String name;

    private OwnKernelEntries(Buildx buildx, Process buildkitd, String name) {
        this.buildx = buildx;
        this.buildkitd = buildkitd;
        this.name = name;
    }

    /** @param path folders to look for programs in before all others, such as BuildKit's own emulators */
    static OwnKernelEntries start(Path folder, String path) throws Exception {
        Path socket = folder.resolve("s");
        var namespace = new Namespace("unshare", true);
        var builder = new ProcessBuilder(
                namespace.program(List.of(), buildkitd(folder, socket)).words());
        for (String variable : List.of("HOME", "TMPDIR", "XDG_RUNTIME_DIR")) {
            builder.environment()
                    .put(
                            variable,
                            Files.createDirectory(folder.resolve(variable)).toString());
        }
        builder.environment().put("PATH", path + ":" + System.getenv("PATH"));
        builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
        Buildx buildx = Buildx.find(new Programs(line -> {}), System.getenv());
        String name = "multiarch-it-own-" + Long.toHexString(System.nanoTime());
        var all = new OwnKernelEntries(buildx, builder.start(), name);
        try {
            namespace.map(all.buildkitd.pid());
            all.await(socket, folder.resolve("log"));
            return all;
        } catch (Exception | AssertionError e) {
            all.close();
            throw e;
        }
    }

    private static List<String> buildkitd(Path folder, Path socket) {
        return List.of(
                "buildkitd",
                "--rootless",
                "--oci-worker-no-process-sandbox",
                "--containerd-worker=false",
                "--addr=unix://" + socket,
                "--root=" + folder.resolve("root"));
    }

    private void await(Path socket, Path log) throws Exception {
        long until = System.nanoTime() + Duration.ofMinutes(5).toNanos();
        while (!Files.exists(socket)) {
            assertThat(buildkitd.isAlive() && System.nanoTime() < until)
                    .as(Files.readString(log))
                    .isTrue();
            Thread.sleep(50);
        }
        programs.run(buildx.command("create", "--name", name, "--driver", "remote", "unix://" + socket))
                .orThrow();
        // Or a test would change the machine's own.
        assertThat(Files.getAttribute(binfmt(), "unix:dev"))
                .isNotEqualTo(Files.getAttribute(Path.of("/").resolve(BINFMT), "unix:dev"));
    }

    String name() {
        return name;
    }

    Buildx buildx() {
        return buildx;
    }

    Programs programs() {
        return programs;
    }

    Builder builder() throws Exception {
        return Builder.inspect(programs, buildx, Optional.of(name));
    }

    LocalHost host() {
        return new LocalHost(Path.of("/proc", String.valueOf(buildkitd.pid()), "root"));
    }

    void register(String line) throws IOException {
        Files.write(binfmt().resolve("register"), line.getBytes(StandardCharsets.ISO_8859_1));
    }

    List<String> entries() throws IOException {
        try (Stream<Path> files = Files.list(binfmt())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> !file.equals("register") && !file.equals("status"))
                    .sorted()
                    .toList();
        }
    }

    private Path binfmt() {
        return host().root().resolve(BINFMT);
    }

    @Override
    public void close() throws ProgramException {
        programs.run(buildx.command("rm", "--force", name));
        buildkitd.destroy();
        buildkitd.onExit().completeOnTimeout(buildkitd, 20, TimeUnit.SECONDS).join();
        buildkitd.destroyForcibly();
    }
}
