package dev.multiarch.registry;

import dev.multiarch.registry.auth.SigningTokenServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The real registry program of the stack, on a free port of 127.0.0.1, with its data in a temporary folder. */
public final class Distribution implements AutoCloseable {
    private final int port;
    private final Process process;
    private final Path log;

    private Distribution(int port, Process process, Path log) {
        this.port = port;
        this.process = process;
        this.log = log;
    }

    /** With whatever password check the YAML says: {@code auth: …}. */
    public static Distribution start(Path folder, String auth) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        Path config =
                Files.writeString(folder.resolve("registry.yml"), """
                version: 0.1
                log: {level: warn}
                storage: {filesystem: {rootdirectory: "%s"}}
                http: {addr: "127.0.0.1:%d"}
                %s
                """.formatted(folder.resolve("data"), port, auth));
        Path log = folder.resolve("registry.log");
        Process process = new ProcessBuilder("registry", "serve", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Distribution started = new Distribution(port, process, log);
        started.awaitReady();
        return started;
    }

    /** A token server decides who may do what. */
    public static Distribution behind(SigningTokenServer tokens, TlsFixture signer, Path folder) throws Exception {
        Path bundle = Files.writeString(folder.resolve("signer.pem"), signer.pem());
        return start(
                folder,
                "auth: {token: {realm: \"%s\", service: \"%s\", issuer: \"%s\", rootcertbundle: \"%s\"}}"
                        .formatted(tokens.realm(), SigningTokenServer.SERVICE, SigningTokenServer.ISSUER, bundle));
    }

    public String host() {
        return "127.0.0.1:" + port;
    }

    private void awaitReady() throws IOException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        while (process.isAlive() && System.nanoTime() < end) {
            try {
                new Socket("127.0.0.1", port).close();
                return;
            } catch (IOException notYet) {
                FaultyRegistry.sleep(50);
            }
        }
        String said = Files.readString(log);
        close();
        throw new IOException("the registry did not start: " + said);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
