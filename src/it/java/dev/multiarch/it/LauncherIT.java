package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The launcher with real Java, Maven and JBang, in a separate checkout; the rest is in LauncherTest. */
class LauncherIT {
    private static final List<String> CHECKOUT = List.of("scripts", "policies", "pom.xml", "src/main");

    @RegisterExtension
    final Commands commands = new Commands().within(Duration.ofMinutes(5));

    @TempDir
    Path temp;

    /** In a folder that is not ASCII, by a shell: without a UTF-8 locale this JVM could not name it either. */
    @Test
    void aPlainCheckoutBuildsOnceForTwoCallsAndAnswers() {
        String script = "root=\"$1/m\303\274ll x\"; root=$(printf \"$root\"); mkdir -p \"$root\"; "
                + "cp --parents -R " + String.join(" ", CHECKOUT) + " \"$root\"; launcher=$root/scripts/multiarch; "
                + "\"$launcher\" --version & \"$launcher\" --help; wait; \"$launcher\" no-such-command";
        assertThat(commands.with("LC_ALL", "C").program("sh", "-c", script, "sh", temp.toString()))
                .exitCode(2)
                .stdoutContains("multiarch 1.", "verify-index")
                .stderrContains("there is no command \"no-such-command\"")
                .stderrContainsOnce("multiarch: building (first call with these sources) …\n")
                .stderrDoesNotContain("ended with");
    }

    /** File systems of their own, with room for nothing: the build's folder, then the cache alone. */
    @Test
    void aDiskThatIsFullIsSaidAndACacheThatIsFullDoneWithout() throws IOException {
        Stack.require();
        Path root = checkout("full");
        String launcher = root.resolve("scripts/multiarch").toString();
        String onFull = "mkdir -p \"$1\" && mount -t tmpfs -o size=64k none \"$1\" && exec \"$0\" --version";
        Path built = root.resolve("target/launch");
        assertThat(commands.program("unshare", "--mount", "sh", "-c", onFull, launcher, built.toString()))
                .exitCode(4)
                .stdoutIsEmpty()
                .stderrContains("No space left on device", "(maven) ended with");

        assertThat(commands.program(launcher, "--version")).exitCode(0);
        Path cache = temp.resolve("cache");
        Commands archiving = commands.with("XDG_CACHE_HOME", cache.toString()).with("MULTIARCH_ARCHIVE", "on");
        for (int call = 0; call < 2; call++) {
            assertThat(archiving.program("unshare", "--mount", "sh", "-c", onFull, launcher, cache.toString()))
                    .exitCode(0)
                    .stdoutContains("multiarch 1.")
                    .stderrIsEmpty();
        }
    }

    @Test
    void withoutMavenJBangBuildsIt() throws IOException {
        Stack.require();
        Path root = checkout("with jbang");
        Path bin = Files.createDirectories(temp.resolve("bin"));
        for (String tool : List.of("jbang", "bash", "tr", "java")) {
            Files.writeString(bin.resolve(tool), "#!/bin/sh\nexec " + where(tool) + " \"$@\"\n");
            assertThat(bin.resolve(tool).toFile().setExecutable(true)).isTrue();
        }
        for (String tool : List.of(
                "sh",
                "find",
                "sort",
                "xargs",
                "sha256sum",
                "mktemp",
                "mv",
                "rm",
                "mkdir",
                "tail",
                "dirname",
                "cat",
                "uname",
                "readlink",
                "env",
                "wc")) {
            Files.writeString(bin.resolve(tool), "#!/bin/sh\nexec /usr/bin/" + tool + " \"$@\"\n");
            assertThat(bin.resolve(tool).toFile().setExecutable(true)).isTrue();
        }
        assertThat(commands.with("PATH", bin.toString())
                        .with("JBANG_DIR", temp.resolve("jbang").toString())
                        .program(root.resolve("scripts/multiarch").toString(), "--help"))
                .exitCode(0)
                .stdoutContains("verify-index");
    }

    /** From a checkout, as the README says; the alias is found in the catalog of the current folder. */
    @Test
    void jbangRunsAnAliasAndPassesItsExitCodeOn() {
        Stack.require();
        String image = Stack.variable("MULTIARCH_IT_BASE_IMAGE");
        assertThat(commands.program("jbang", "verify-index", image, "--require", "linux/amd64"))
                .exitCode(0)
                .stdoutContains("pass: 0 failed");
        assertThat(commands.program("jbang", "verify-index", image, "--require", "linux/riscv64", "--format", "json"))
                .exitCode(1)
                .stdoutContains("\"outcome\" : \"fail\"", "dev.multiarch.verdict/v1");
        assertThat(commands.program("jbang", "multiarch", "verify-index", "a b"))
                .exitCode(2)
                .stdoutIsEmpty();
    }

    private String where(String tool) {
        var found = commands.program("sh", "-c", "command -v " + tool);
        assertThat(found).exitCode(0);
        return found.out().strip();
    }

    private Path checkout(String name) throws IOException {
        Path root = Files.createDirectories(temp.resolve(name));
        for (String part : CHECKOUT) {
            assertThat(commands.program("cp", "--parents", "-R", part, root.toString()))
                    .exitCode(0);
        }
        try (Stream<Path> left = Files.list(root)) {
            assertThat(left.map(file -> file.getFileName().toString())).doesNotContain("target");
        }
        return root;
    }
}
