package dev.multiarch.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.multiarch.Commands;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The archive of loaded classes, by the real launcher and real JVMs; only Maven is a stand-in, which calls javac. */
class ArchiveTest extends InCheckout {
    private static final String SOURCE =
            "package dev.multiarch.cli; class Main { public static void main(String[] a) { System.out.print(\"%s\"); } }";

    @BeforeEach
    void makeProgram() throws IOException {
        checkout.maven("\"$JAVA_HOME/bin/javac\" --release 17 -d \"$folder\" '%s/src/main/java/A.java' && "
                        .formatted(checkout.root)
                + "\"$JAVA_HOME/bin/jar\" --create --file \"$folder/multiarch.jar\" -C \"$folder\" dev");
        for (String tool : List.of("nice", "timeout")) {
            checkout.see(tool);
        }
        write("one");
        here = here.with("MULTIARCH_ARCHIVE", "");
        use(Path.of(System.getProperty("java.home")));
    }

    @ParameterizedTest
    @MethodSource("dev.multiarch.launcher.InstalledJdks#all")
    void aChangedClassIsSeenAtOnce(Path jdk) throws IOException {
        use(jdk);
        says("one");
        Path archive = archive();
        assertThat(here.program(
                        jdk.resolve("bin/java").toString(),
                        flag(jdk) + archive,
                        "-XX:+UseSerialGC",
                        "-Xlog:class+load",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        jar(),
                        "dev.multiarch.cli.Main"))
                .exitCode(0)
                .stdoutContains(archived(jdk), "one");
        says("one");
        write("two");
        says("two");
        Files.delete(archive);
        assertThat(archive()).isNotEqualTo(archive);
        says("two");
    }

    @ParameterizedTest
    @MethodSource("dev.multiarch.launcher.InstalledJdks#all")
    void oneCutInHalfDoesNoHarm(Path jdk) throws IOException {
        use(jdk);
        says("one");
        Path archive = archive();
        assertThat(archive.toFile().setWritable(true)).isTrue();
        try (var file = FileChannel.open(archive, StandardOpenOption.WRITE)) {
            file.truncate(file.size() / 2);
        }
        says("one");
    }

    @Test
    void twoFirstCallsMakeOne() throws IOException {
        assertThat(here.program("sh", "-c", "\"$0\" & \"$0\"; wait", checkout.launcher()))
                .exitCode(0)
                .stdoutIs("oneone");
        archive();
        try (Stream<Path> left = Files.list(archives())) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    void ciHasOneOnlyWhenAsked() throws IOException {
        here = here.with("CI", "true");
        says("one");
        assertThat(archives()).doesNotExist();
        here = here.with("MULTIARCH_ARCHIVE", "on");
        says("one");
        assertThat(archive()).isReadable();
    }

    @Test
    void aCacheThatCannotBeWrittenIsDoneWithout() throws IOException {
        Checkout.write(temp.resolve("file"), "in the way");
        here = here.with("XDG_CACHE_HOME", temp.resolve("file").toString());
        says("one");
        says("one");
    }

    @Test
    void whereThereIsNoRoomThereIsNoArchiveAndNoSecondTry() throws IOException, InterruptedException {
        says("one");
        Path archive = archive();
        Files.delete(archive);
        var full = here.program("sh", "-c", "ulimit -f 64; exec \"$0\"", checkout.launcher());
        assertThat(full).exitCode(0).stdoutIs("one").stderrIsEmpty();
        Path folder = Path.of(archive.toString().replaceFirst("\\.\\d+$", ".d"));
        while (ProcessHandle.allProcesses().anyMatch(this::isOfThisTest)) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assertThat(folder).isEmptyDirectory();
        says("one");
        assertThat(archive).doesNotExist();
    }

    /** The launcher goes on behind the call's back, in a process that still has its command line. */
    private boolean isOfThisTest(ProcessHandle process) {
        return process.info().commandLine().orElse("").contains(temp.toString());
    }

    @Test
    void somebodyElsesIsNotRun() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root gives files away");
        says("one");
        Path archive = archive();
        // One that a JVM could not live with: that it is not looked at is what is seen.
        Files.delete(archive);
        Files.writeString(archive, "no archive");
        assertThat(here.program("chown", "1", archive.toString(), archives().toString()))
                .exitCode(0);
        says("one");
        assertThat(archive).hasContent("no archive");
    }

    /** Such as {@code <digest>-25-.<size>}, which all builds of one version of Java would take for theirs. */
    @ParameterizedTest
    @ValueSource(strings = {"exit 0", "exit 1", "echo", "echo 0123", "echo x  -"})
    void noneIsNamedAfterASumThatFailed(String instead) throws IOException {
        says("one");
        Files.delete(archive());
        Path sum = Commands.need("sha256sum");
        Checkout.program(checkout.bin.resolve("sha256sum"), """
                #!/bin/sh
                file=$(mktemp) && cat "$@" >"$file"
                if grep -q JAVA_VERSION "$file"; then %s; exit; fi
                [ $# -eq 0 ] || exec %s "$@"
                exec %s <"$file"
                """.formatted(instead, sum, sum));
        checkout.see("grep");
        says("one");
        try (Stream<Path> made = Files.list(archives())) {
            assertThat(made).isEmpty();
        }
    }

    private void use(Path jdk) throws IOException {
        Path home = Files.isExecutable(jdk.resolve("bin/javac")) ? jdk : withCompiler(jdk);
        here = here.with("MULTIARCH_JAVA_HOME", home.toString());
    }

    /** A runtime alone can't build; here it borrows the compiler of the test's own JDK. */
    private Path withCompiler(Path runtime) throws IOException {
        Path home = temp.resolve("home-of-" + runtime.getFileName());
        Files.createDirectories(home.resolve("bin"));
        Path own = Path.of(System.getProperty("java.home"));
        Files.createSymbolicLink(home.resolve("release"), runtime.resolve("release"));
        Files.createSymbolicLink(home.resolve("lib"), runtime.resolve("lib"));
        Files.createSymbolicLink(home.resolve("bin/java"), runtime.resolve("bin/java"));
        for (String tool : List.of("javac", "jar")) {
            Files.createSymbolicLink(
                    home.resolve("bin").resolve(tool), own.resolve("bin").resolve(tool));
        }
        return home;
    }

    private void write(String word) throws IOException {
        Checkout.write(checkout.root.resolve("src/main/java/A.java"), SOURCE.formatted(word));
    }

    private void says(String word) {
        assertThat(here.program(checkout.launcher())).exitCode(0).stdoutIs(word).stderrDoesNotContain("warning");
    }

    private Path archives() {
        return temp.resolve("home/.cache/multiarch-action/archives");
    }

    private String jar() throws IOException {
        try (Stream<Path> files = Files.list(checkout.root.resolve("target/launch"))) {
            return files.map(Path::toString)
                    .filter(f -> f.endsWith(".jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Waits until what goes on behind the call's back has ended. */
    private Path archive() throws IOException {
        while (true) {
            if (Files.isDirectory(archives())) {
                try (Stream<Path> files = Files.list(archives())) {
                    List<Path> found = files.toList();
                    if (found.size() == 1 && Files.isRegularFile(found.get(0))) {
                        return found.get(0);
                    }
                }
            }
            try {
                TimeUnit.MILLISECONDS.sleep(100);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Newer ones keep linked classes in their archives, and take another option. */
    private static boolean isDynamic(Path jdk) {
        return InstalledJdks.feature(jdk) < 24;
    }

    private static String flag(Path jdk) {
        return isDynamic(jdk) ? "-XX:SharedArchiveFile=" : "-XX:AOTCache=";
    }

    /** Before Java 25 nothing is archived from a jar whose path has a space in it, as this has: further classes of its own alone. */
    private static String archived(Path jdk) {
        return isDynamic(jdk)
                ? "source: shared objects file (top)"
                : "dev.multiarch.cli.Main source: shared objects file";
    }
}
