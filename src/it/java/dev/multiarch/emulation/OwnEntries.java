package dev.multiarch.emulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A host without Docker with its own real binfmt_misc: a user namespace with all ids, with mounts of its own. Its
 * /etc/binfmt.d and /run are its own as well, and empty.
 */
public final class OwnEntries implements AutoCloseable {
    public static final String BINFMT = "/proc/sys/fs/binfmt_misc/";

    private static final String SET_UP = "mount --bind \"$1\" /etc/binfmt.d && mount -t tmpfs tmpfs /run";

    private final Path folder;
    private final Process process;
    private final Commands commands;

    private OwnEntries(Path folder, Process process, Commands commands) {
        this.folder = folder;
        this.process = process;
        this.commands = commands;
    }

    public static OwnEntries start(Path folder, Commands commands) throws Exception {
        var namespace = new Namespace("unshare", true);
        List<String> wait = List.of(
                "sh",
                "-c",
                "touch \"$0\"; exec sleep 1000",
                folder.resolve("ready").toString());
        var builder = new ProcessBuilder(namespace.program(List.of(), wait).words());
        builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
        var own = new OwnEntries(folder, builder.start(), commands);
        try {
            namespace.map(own.process.pid());
            own.await();
            Path settings = Files.createDirectories(folder.resolve("binfmt.d"));
            own.shell(SET_UP, settings.toString());
            return own;
        } catch (Exception | AssertionError e) {
            own.close();
            throw e;
        }
    }

    private void await() throws Exception {
        long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!Files.exists(folder.resolve("ready"))) {
            assertThat(process.isAlive() && System.nanoTime() < until)
                    .as(Files.readString(folder.resolve("log")))
                    .isTrue();
            Thread.sleep(20);
        }
        // Or a test would change the machine's own.
        assertThat(Files.getAttribute(Path.of("/proc/" + process.pid() + "/root" + BINFMT), "unix:dev"))
                .isNotEqualTo(Files.getAttribute(Path.of(BINFMT), "unix:dev"));
    }

    /** Where a file of its /etc/binfmt.d is to be put. */
    public Path setting(String name) {
        return folder.resolve("binfmt.d").resolve(name);
    }

    /** What the doctor says there. */
    public Transcript doctor(String... words) {
        List<String> line = new ArrayList<>(List.of("env", "XDG_STATE_HOME=" + folder.resolve("state")));
        String[] all = new String[words.length + 1];
        all[0] = "doctor";
        System.arraycopy(words, 0, all, 1, words.length);
        line.addAll(Commands.command(all));
        return inside(line);
    }

    /** Runs a script there, which must succeed, and gives what it printed. */
    public String shell(String script, String... arguments) {
        List<String> line = new ArrayList<>(List.of("sh", "-euc", script, "sh"));
        line.addAll(List.of(arguments));
        Transcript done = inside(line);
        assertThat(done).exitCode(0);
        return done.out();
    }

    public void register(String line) {
        shell("printf %s \"$1\" >" + BINFMT + "register", line);
    }

    /** Names, states, interpreters' names and flags, one a line. */
    public String entries() {
        return shell("cd " + BINFMT + "; for e in *; do case $e in register|status) continue ;; esac;"
                + " echo \"$e $(head -n 1 $e) $(sed -n 's,interpreter .*/,,p' $e) $(sed -n 's/flags: //p' $e)\"; done");
    }

    /** The file system refuses to change this entry from now on. */
    public void lock(String entry) {
        shell("cd " + BINFMT + "; mount --bind $1 $1; mount -o remount,bind,ro $1", entry);
    }

    public void unlock(String entry) {
        shell("umount " + BINFMT + "$1", entry);
    }

    public boolean hasJournal() throws IOException {
        return Files.exists(folder.resolve("state/multiarch-action/emulation.json"));
    }

    private Transcript inside(List<String> words) {
        List<String> line = new ArrayList<>(List.of("nsenter", "-t", String.valueOf(process.pid()), "-U", "-m", "--"));
        line.addAll(words);
        return commands.in(folder)
                .with("PATH", "/usr/sbin:/usr/bin:/sbin:/bin") // Docker is not there
                .program(line.toArray(String[]::new));
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().completeOnTimeout(process, 20, TimeUnit.SECONDS).join();
        process.destroyForcibly();
    }
}
