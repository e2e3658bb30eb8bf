package dev.multiarch.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.multiarch.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The launcher where nothing can be written, where somebody else writes too, and where a build does not end. */
class LauncherPlacesTest {
    private static final String PROGRESS = "multiarch: building (first call with these sources) …\n";

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path temp;

    private Checkout checkout;
    private Commands here;

    @BeforeEach
    void makeCheckout() throws IOException {
        checkout = new Checkout(temp);
        here = checkout.commands(commands);
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
