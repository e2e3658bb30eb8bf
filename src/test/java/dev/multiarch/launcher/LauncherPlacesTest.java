package dev.multiarch.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher where nothing can be written, where somebody else writes too, and where a build does not end. */
class LauncherPlacesTest extends InCheckout {

    @BeforeEach
    void makeJava() throws IOException {
        checkout.java("java-21", "21.0.1");
    }

    /** In a cache that others write to it would be their program that runs. */
    @Test
    void somebodyElsesJarIsNotRun() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root gives files away");
        Checkout.write(checkout.root.resolve("target"), "in the way");
        assertThat(here.program(checkout.launcher())).exitCode(7).stderrIs(PROGRESS);
        Path cached = jars("../home/.cache/multiarch-action/launch").get(0);
        assertThat(here.with("PATH", System.getenv("PATH")).program("chown", "1", cached.toString()))
                .exitCode(0);
        assertThat(here.program(checkout.launcher())).exitCode(7).stderrIs(PROGRESS);
        assertThat(checkout.builds()).hasSize(2);
    }

    /** Where root runs with another user's home: what is written to a planted link ends up where it leads. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"multiarch-action", "multiarch-action/launch", "multiarch-action/archives"})
    void aPlantedLinkIsNotFollowed(String planted) throws IOException {
        Path elsewhere = Files.createDirectories(temp.resolve("elsewhere"));
        Path link = temp.resolve("home/.cache").resolve(planted);
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, elsewhere);
        Checkout.write(checkout.root.resolve("target"), "in the way");
        assertThat(here.with("MULTIARCH_ARCHIVE", "on").program(checkout.launcher()))
                .exitCode(4)
                .stdoutIsEmpty()
                .stderrIsOneLineWith(
                        "target/launch cannot be written",
                        link + " is a symbolic link or belongs to somebody else",
                        "Set XDG_CACHE_HOME to your own folder");
        assertThat(elsewhere).isEmptyDirectory();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {".cache", ".cache/multiarch-action", ".cache/multiarch-action/launch"})
    void somebodyElsesFolderIsNotUsed(String folder) throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root gives folders away");
        Path theirs = Files.createDirectories(temp.resolve("home").resolve(folder));
        assertThat(here.with("PATH", System.getenv("PATH")).program("chown", "1", theirs.toString()))
                .exitCode(0);
        assertThat(here.program(checkout.launcher())).exitCode(7).stderrIs(PROGRESS);
        assertThat(theirs).isEmptyDirectory();
        Files.delete(jars("target/launch").get(0));
        Checkout.write(checkout.root.resolve("target/launch/x"), "");
        assertThat(here.with("PATH", System.getenv("PATH")).program("rm", "-r", checkout.root.resolve("target") + "/"))
                .exitCode(0);
        Checkout.write(checkout.root.resolve("target"), "in the way");
        assertThat(here.program(checkout.launcher()))
                .exitCode(4)
                .stderrIsOneLineWith(theirs + " is a symbolic link or belongs to somebody else");
    }

    @Test
    void aPlantedLockIsNotWritten() throws IOException {
        Path victim = Files.writeString(temp.resolve("victim"), "precious");
        Path launch = Files.createDirectories(temp.resolve("home/.cache/multiarch-action/launch"));
        Files.createSymbolicLink(launch.resolve("lock"), victim);
        Checkout.write(checkout.root.resolve("target"), "in the way");
        assertThat(here.program(checkout.launcher()))
                .exitCode(4)
                .stderrIsOneLineWith(launch.resolve("lock") + " is a symbolic link or belongs to somebody else");
        assertThat(victim).hasContent("precious");
    }

    /** Many people keep their cache on another disk. */
    @Test
    void theUsersOwnCacheMayBeALink() throws IOException {
        Path disk = Files.createDirectories(temp.resolve("disk"));
        Files.createDirectories(temp.resolve("home"));
        Files.createSymbolicLink(temp.resolve("home/.cache"), disk);
        Checkout.write(checkout.root.resolve("target"), "in the way");
        assertThat(here.program(checkout.launcher())).exitCode(7).stderrIs(PROGRESS);
        assertThat(jars("../disk/multiarch-action/launch")).hasSize(1);
    }

    @Test
    void onGitHubWhatIsWrongIsAnAnnotation() throws IOException {
        Path summary = Files.createFile(temp.resolve("summary"));
        assertThat(here.with("GITHUB_ACTIONS", "true")
                        .with("GITHUB_STEP_SUMMARY", summary.toString())
                        .with("MULTIARCH_JAVA_HOME", "/no%2Fjava")
                        .program(checkout.launcher()))
                .exitCode(4)
                .stdoutIsEmpty()
                .stderrIs("multiarch: MULTIARCH_JAVA_HOME is /no%2Fjava, but there is no bin/java in it\n"
                        + "::error::multiarch: MULTIARCH_JAVA_HOME is /no%252Fjava, but there is no bin/java in it\n");
        assertThat(summary).content(StandardCharsets.UTF_8).contains("MULTIARCH_JAVA_HOME is /no%2Fjava, but");
    }

    /** The limit of a build, which is a quarter of an hour, is a second here. */
    @Test
    void aBuildThatHangsIsEnded() throws IOException {
        checkout.see("timeout");
        checkout.maven("exec sleep 1000");
        Path launcher = Path.of(checkout.launcher());
        Checkout.program(launcher, Files.readString(launcher).replace("BUILD_LIMIT=900", "BUILD_LIMIT=1"));
        assertThat(here.program(checkout.launcher()))
                .exitCode(4)
                .stderrContains("a build may take 1 s, and was ended", "(maven) ended with 124");
        assertThat(jars("target/launch")).containsExactly();
    }

    @Test
    void whereNothingCanBeWrittenIsSaid() throws IOException {
        Checkout.write(checkout.root.resolve("target"), "in the way");
        Checkout.write(temp.resolve("file"), "in the way");
        assertThat(here.with("XDG_CACHE_HOME", temp.resolve("file").toString()).program(checkout.launcher()))
                .exitCode(4)
                .stdoutIsEmpty()
                .stderrIsOneLineWith("target/launch nor " + temp.resolve("file"), "Set XDG_CACHE_HOME to a folder");
    }

    /** The jar is larger than a file may become, as on a disk that fills up. */
    @Test
    void aBuildThatFindsNoRoomLeavesNothing() throws IOException {
        checkout.maven("exec head -c 100000 /dev/zero > \"$folder/multiarch.jar\"");
        checkout.see("head");
        var full = here.program("sh", "-c", "ulimit -f 64; exec \"$0\"", checkout.launcher());
        assertThat(full).exitCode(4).stdoutIsEmpty().stderrContains(" (maven) ended with ");
        assertThat(jars("target/launch")).containsExactly();
        checkout.maven("echo built > \"$folder/multiarch.jar\"");
        assertThat(here.program(checkout.launcher())).exitCode(7).stderrIs(PROGRESS);
    }

    @Test
    void aCheckoutThatCannotBeWrittenUsesTheCache() throws IOException {
        Checkout.write(checkout.root.resolve("target"), "in the way");
        assertThat(here.program(checkout.launcher())).exitCode(7).stderrIs(PROGRESS);
        assertThat(here.program(checkout.launcher())).exitCode(7).stderrIsEmpty();
        assertThat(jars("../home/.cache/multiarch-action/launch")).hasSize(1);
    }

    private List<Path> jars(String folder) throws IOException {
        try (Stream<Path> files = Files.list(checkout.root.resolve(folder))) {
            return files.filter(f -> f.toString().endsWith(".jar")).toList();
        }
    }
}
