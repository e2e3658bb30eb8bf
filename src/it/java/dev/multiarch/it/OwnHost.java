package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * As if it were another host: a dockerd and a registry in a user namespace with all ids, a binfmt_misc without entries, and a
 * network of its own, where the registry has the address of the stack's.
 */
final class OwnHost implements AutoCloseable {
    /** The second sh has its ids from the start, and so the rights that go with them. */
    private static final String SCRIPT = """
            until read -r ids </proc/self/uid_map && read -r ids </proc/self/gid_map; do sleep 0.02; done
            exec sh -euc '
              mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc
              mount -t tmpfs tmpfs /run
              for hidden in $HIDDEN; do mount --bind /dev/null "$hidden"; done
              ip link set lo up
              # act wants an address to be reached at, and finds none where there is only one (v0.2.89).
              for address in 192.0.2.1 192.0.2.2; do ip address add "$address/32" dev lo; done
              registry serve "$1/registry.yml" >"$1/registry.log" 2>&1 &
              exec dockerd --data-root "$1/data" --exec-root "$1/x" --pidfile "$1/pid" -H "unix://$1/d" --bridge=none \\
                --iptables=false --ip6tables=false --userland-proxy=false --insecure-registry 127.0.0.0/8
            ' sh "$1"
            """;

    private static final String WRAPPER = """
            #!/bin/sh
            export DOCKER_HOST=unix://%s/d DOCKER_CONFIG=%s/docker
            exec nsenter -t %d -U -m -n -- sh -c 'cd "$0" && exec "$@"' "$PWD" %s "$@"
            """;

    private final Path folder;
    private final Process dockerd;
    private final Commands commands;

    private OwnHost(Path folder, Process dockerd, Commands commands) {
        this.folder = folder;
        this.dockerd = dockerd;
        this.commands = commands;
    }

    /** @param hidden programs that this host does not have, separated by blanks */
    static OwnHost start(Stack stack, Path temp, Commands commands, String hidden) throws Exception {
        Path folder = Files.createDirectories(temp.resolve("h"));
        Path settings = Files.createDirectories(folder.resolve("docker"));
        Files.writeString(
                settings.resolve("config.json"),
                "{\"cliPluginsExtraDirs\": [\"" + Path.of(Stack.variable("DOCKER_CONFIG"), "cli-plugins") + "\"]}");
        Files.writeString(
                folder.resolve("registry.yml"),
                "version: 0.1\nstorage: {filesystem: {rootdirectory: " + folder + "/images}}\nhttp: {addr: \""
                        + stack.registry() + "\"}\n");
        var builder = new ProcessBuilder(
                "unshare", "--user", "--mount", "--net", "--", "sh", "-c", SCRIPT, "sh", folder.toString());
        builder.environment().put("HIDDEN", hidden);
        builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
        var host = new OwnHost(folder, builder.start(), commands);
        try {
            host.await();
            return host;
        } catch (Exception | AssertionError e) {
            host.close();
            throw e;
        }
    }

    private void await() throws Exception {
        long until = System.nanoTime() + Duration.ofMinutes(5).toNanos();
        Path proc = Path.of("/proc", String.valueOf(dockerd.pid()));
        Path ours = Files.readSymbolicLink(Path.of("/proc/self/ns/user"));
        while (ours.equals(Files.readSymbolicLink(proc.resolve("ns/user")))) {
            pause(until);
        }
        byte[] all = "0 0 4294967295\n".getBytes(StandardCharsets.US_ASCII);
        Files.write(proc.resolve("uid_map"), all);
        Files.write(proc.resolve("gid_map"), all);
        while (!Files.exists(folder.resolve("d"))) {
            pause(until);
        }
        // BuildKit's image, since no hub answers.
        String load = "docker save moby/buildkit:buildx-stable-1 | \"$1\" load";
        assertThat(commands.program("sh", "-c", load, "sh", program("docker"))).exitCode(0);
    }

    private void pause(long until) throws Exception {
        assertThat(dockerd.isAlive() && System.nanoTime() < until)
                .as(Files.readString(folder.resolve("log")))
                .isTrue();
        Thread.sleep(50);
    }

    /** The path of a program that runs the one of this name on this host. */
    String program(String name) throws IOException {
        Path wrapper = Files.createDirectories(folder.resolve("bin")).resolve(name);
        Files.writeString(wrapper, WRAPPER.formatted(folder, folder, dockerd.pid(), name));
        assertThat(wrapper.toFile().setExecutable(true)).isTrue();
        return wrapper.toString();
    }

    @Override
    public void close() {
        dockerd.descendants()
                .filter(each -> each.info().command().orElse("").endsWith("/registry"))
                .forEach(ProcessHandle::destroy);
        dockerd.destroy();
        dockerd.onExit().completeOnTimeout(dockerd, 30, TimeUnit.SECONDS).join();
        dockerd.destroyForcibly();
    }
}
