package dev.multiarch.publish;

import dev.multiarch.Commands;
import dev.multiarch.it.Stack;
import dev.multiarch.process.Program;
import dev.multiarch.process.Programs;
import dev.multiarch.process.Result;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real remote builder, by a connection that can be cut, and a docker command whose reports can be spoiled. */
final class FaultyBuilder implements AutoCloseable {
    static final String NAME = "faulty";

    private static final Pattern ENDPOINT = Pattern.compile("(?m)^Endpoint:\\s+tcp://127\\.0\\.0\\.1:([0-9]+)$");

    private final ServerSocket server;
    private final int builder;
    private final Path bin;
    private final Path mode;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private long passed;
    private long most = Long.MAX_VALUE;

    /** What the docker command does to a build's progress, which is all that is known of a program that ran. */
    enum Report {
        WHOLE("cat"),
        /** Each line ends too early. */
        CUT_LINES("cut -c-60"),
        /** The beginning alone. */
        CUT_OFF("head -n 4"),
        /** Nothing, while the build succeeds. */
        LOST("cat >/dev/null"),
        /** Lines that are JSON, of another form. */
        ODD("sed s/vertexes/vertices/g");

        private final String filter;

        Report(String filter) {
            this.filter = filter;
        }
    }

    FaultyBuilder(Stack stack, Path folder) throws Exception {
        Result named = new Programs(line -> {})
                .run(Program.of("docker", "buildx", "inspect", stack.remoteBuilder()))
                .orThrow();
        Matcher endpoint = ENDPOINT.matcher(named.text());
        if (!endpoint.find()) {
            throw new IOException("no endpoint in " + named.text());
        }
        builder = Integer.parseInt(endpoint.group(1));
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
        bin = Files.createDirectories(folder.resolve("builder"));
        mode = bin.resolve("mode");
        report(Report.WHOLE);
        Path docker = Files.writeString(bin.resolve("docker"), """
                #!/bin/sh
                export BUILDX_CONFIG=%1$s/config
                case "$*" in
                *rawjson*)
                  code=$( { %2$s "$@" 2>&1 >/dev/null 3>&-; echo $? >&3; } 3>%1$s/code.$$ | sh %1$s/mode >&2; cat %1$s/code.$$ )
                  exit "$code" ;;
                *) exec %2$s "$@" ;;
                esac
                """.formatted(bin, Commands.need("docker")));
        Files.setPosixFilePermissions(docker, PosixFilePermissions.fromString("rwxr-xr-x"));
        new Programs(line -> {})
                .run(Program.of(List.of(
                        docker.toString(),
                        "buildx",
                        "create",
                        "--driver",
                        "remote",
                        "--name",
                        NAME,
                        "tcp://127.0.0.1:" + server.getLocalPort())))
                .orThrow();
    }

    /** Whose docker command uses this builder. */
    Map<String, String> environment() {
        return Map.of("PATH", bin.toString());
    }

    void report(Report how) throws IOException {
        Files.writeString(mode, how.filter + "\n");
    }

    /** After so many bytes from the builder it is gone: connections end, and none is accepted. */
    synchronized void cutAfter(long bytes) {
        passed = 0;
        most = bytes;
    }

    synchronized void cutNever() {
        cutAfter(Long.MAX_VALUE);
    }

    /** Bytes from the builder since {@link #cutAfter}. */
    synchronized long passed() {
        return passed;
    }

    private synchronized boolean isGone(long more) {
        passed += more;
        return passed >= most;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                if (isGone(0)) {
                    client.close();
                    continue;
                }
                Socket behind = new Socket(InetAddress.getLoopbackAddress(), builder);
                open.add(client);
                open.add(behind);
                daemon(() -> copy(client, behind, false));
                daemon(() -> copy(behind, client, true));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void copy(Socket from, Socket to, boolean counts) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            byte[] bytes = new byte[1024];
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                if (counts && isGone(read)) {
                    closeAll();
                    return;
                }
                to.getOutputStream().write(bytes, 0, read);
            }
        } catch (IOException ended) {
            // the other side is closed with it
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private void closeAll() {
        for (Socket each : open) {
            try {
                each.close();
            } catch (IOException closed) {
                // it is
            }
        }
    }

    private static void daemon(Runnable work) {
        var thread = new Thread(work, "builder");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        closeAll();
    }
}
