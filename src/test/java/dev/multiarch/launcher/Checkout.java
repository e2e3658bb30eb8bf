package dev.multiarch.launcher;

import dev.multiarch.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A checkout made of the real launcher and stand-ins for what it starts: Java homes whose {@code java} prints which home
 * it is and its words, a {@code mvn} that makes a jar and leaves a line in {@code builds}. The system's own Java homes
 * are out of its sight.
 */
final class Checkout {
    private static final Set<String> TOOLS = Set.of(
            "sh",
            "find",
            "sort",
            "xargs",
            "sha256sum",
            "mktemp",
            "mv",
            "rm",
            "mkdir",
            "sleep",
            "tail",
            "readlink",
            "cat",
            "cp",
            "env",
            "wc");

    final Path root;
    final Path bin;

    Checkout(Path parent) throws IOException {
        root = Files.createDirectories(parent.resolve("a checkout"));
        bin = Files.createDirectories(parent.resolve("bin"));
        Path jvm = Files.createDirectories(parent.resolve("jvm"));
        String launcher = Files.readString(Path.of("scripts/multiarch")).replace("/usr/lib/jvm", jvm.toString());
        program(root.resolve("scripts/multiarch"), launcher);
        write(root.resolve("src/main/java/A.java"), "class A {}\n");
        write(root.resolve("policies/baseline.yaml"), "a: 1\n");
        write(root.resolve("pom.xml"), "<project/>\n");
        for (String tool : TOOLS) {
            see(tool);
        }
        maven("echo built > \"$folder/multiarch.jar\"");
    }

    /** Lets the launcher find a tool of the system; by a link, JUnit would warn of each when it cleans up. */
    void see(String tool) throws IOException {
        program(bin.resolve(tool), "#!/bin/sh\nexec " + Commands.need(tool) + " \"$@\"\n");
    }

    /** A {@code mvn} that does so with the folder that it is to build in. */
    void maven(String script) throws IOException {
        program(bin.resolve("mvn"), """
                #!/bin/sh
                echo "a line on standard output"
                echo "with $JAVA_HOME" >> '%s/builds'
                for word; do case $word in -Dmultiarch.target=*) folder=${word#*=} ;; esac; done
                """.formatted(root) + script + "\n");
    }

    /** A Java home of that version in {@code jvm}, as a distribution lays it out. */
    Path java(String folder, String version) throws IOException {
        Path home = root.resolveSibling("jvm").resolve(folder);
        program(
                home.resolve("bin/java"),
                "#!/bin/sh\necho \"java ${0%/bin/java}\"\nfor word; do echo \"[$word]\"; done\nexit 7\n");
        program(home.resolve("bin/javac"), "#!/bin/sh\n");
        write(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    /** No other program than the launcher needs is there, and no other folder than the test's is written to. */
    Commands commands(Commands commands) {
        return commands.with("PATH", bin.toString())
                .with("HOME", root.resolveSibling("home").toString())
                .with("XDG_CACHE_HOME", "")
                .with("JAVA_HOME", "");
    }

    String launcher() {
        return root.resolve("scripts/multiarch").toString();
    }

    List<String> builds() throws IOException {
        Path log = root.resolve("builds");
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    static void program(Path file, String text) throws IOException {
        write(file, text);
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + file + " executable");
        }
    }

    static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
