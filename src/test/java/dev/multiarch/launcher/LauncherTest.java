package dev.multiarch.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherTest extends InCheckout {

    private Path java;

    @BeforeEach
    void makeJava() throws IOException {
        java = checkout.java("java-21", "21.0.1");
    }

    @Test
    void buildsOnceAndLeavesStandardOutputToTheProgram() throws IOException {
        var first = here.program(checkout.launcher(), "plan", "a b", "", "$HOME", "x\ny");
        assertThat(first).exitCode(7).stderrIs(PROGRESS);
        assertThat(first.out())
                .startsWith("java " + java + "\n")
                .endsWith(".jar]\n[dev.multiarch.cli.Main]\n[plan]\n[a b]\n[]\n[$HOME]\n[x\ny]\n");
        var second = here.program(checkout.launcher(), "plan", "a b", "", "$HOME", "x\ny");
        assertThat(second).exitCode(7).stderrIsEmpty().stdoutIs(first.out());
        assertThat(checkout.builds()).containsExactly("with " + java);
        assertThat(jars("target/launch")).hasSize(1);
    }

    @Test
    void newTimesAreNoChangeAndNewTextIs() throws IOException {
        assertThat(here.program(checkout.launcher())).exitCode(7);
        Path source = checkout.root.resolve("src/main/java/A.java");
        Files.setLastModifiedTime(source, FileTime.fromMillis(0));
        assertThat(here.program(checkout.launcher())).exitCode(7).stderrIsEmpty();
        for (String file :
                List.of("src/main/java/A.java", "src/main/java/B.java", "pom.xml", "policies/baseline.yaml")) {
            Checkout.write(checkout.root.resolve(file), "something else in " + file);
            assertThat(here.program(checkout.launcher())).exitCode(7).stderrIs(PROGRESS);
        }
        Checkout.write(checkout.root.resolve("policies/README.md"), "no part of the jar");
        assertThat(here.program(checkout.launcher())).exitCode(7).stderrIsEmpty();
        assertThat(jars("target/launch")).hasSize(1);
    }

    /** The sources are read again only where a file has changed, which neither its size nor its time need show. */
    @Test
    void aChangeThatKeepsSizeAndTimeIsSeen() throws IOException {
        Path source = checkout.root.resolve("src/main/java/A.java");
        assertThat(here.program(checkout.launcher())).exitCode(7);
        assertThat(here.program(checkout.launcher())).exitCode(7).stderrIsEmpty();
        FileTime time = Files.getLastModifiedTime(source);
        String text = Files.readString(source);
        Files.writeString(source, "X".repeat(text.length()));
        Files.setLastModifiedTime(source, time);
        assertThat(here.program(checkout.launcher())).exitCode(7).stderrIs(PROGRESS);
        Files.move(source, source.resolveSibling("B.java"));
        assertThat(here.program(checkout.launcher())).exitCode(7).stderrIs(PROGRESS);
        Files.delete(source.resolveSibling("B.java"));
        assertThat(here.program(checkout.launcher())).exitCode(7).stderrIs(PROGRESS);
    }

    @Test
    void aKeptStampThatIsNotOfTheseSourcesIsNotTaken() throws IOException {
        assertThat(here.program(checkout.launcher())).exitCode(7);
        assertThat(here.program(checkout.launcher())).exitCode(7).stderrIsEmpty();
        Path kept = checkout.root.resolve("target/launch/sources");
        String good = Files.readString(kept);
        for (String bad : List.of("", "x", good.substring(0, 64), " " + good.substring(65), "0" + good)) {
            Files.writeString(kept, bad);
            assertThat(here.program(checkout.launcher())).exitCode(7).stderrIsEmpty();
            assertThat(kept).hasContent(good);
        }
    }

    /** As on macOS. */
    @Test
    void withoutTheTimesOfChangeTheSourcesAreRead() throws IOException {
        String find =
                "#!/bin/sh\ncase \"$*\" in *-printf*) echo 'unknown primary' >&2; exit 1 ;; esac\nexec /usr/bin/find \"$@\"\n";
        Files.deleteIfExists(checkout.bin.resolve("find"));
        Checkout.program(checkout.bin.resolve("find"), find);
        assertThat(here.program(checkout.launcher())).exitCode(7).stderrIs(PROGRESS);
        assertThat(here.program(checkout.launcher())).exitCode(7).stderrIsEmpty();
        Checkout.write(checkout.root.resolve("src/main/java/A.java"), "something else");
        assertThat(here.program(checkout.launcher())).exitCode(7).stderrIs(PROGRESS);
        assertThat(checkout.root.resolve("target/launch/sources")).doesNotExist();
    }

    /** A name that is made of nothing would be that of any sources. */
    @ParameterizedTest
    @ValueSource(strings = {"sort", "xargs", "sha256sum"})
    void sourcesThatCannotBeSummedAreNoName(String tool) throws IOException {
        Checkout.program(checkout.bin.resolve(tool), "#!/bin/sh\nexit 1\n");
        assertThat(here.program(checkout.launcher()))
                .exitCode(4)
                .stdoutIsEmpty()
                .stderrContains("cannot ", " the sources in ");
        assertThat(checkout.builds()).isEmpty();
    }

    @Test
    void twoAtOnceBuildOnce() throws IOException {
        checkout.maven("sleep 0.5; echo built > \"$folder/multiarch.jar\"");
        twoAtOnce();
        checkout.see("flock");
        Checkout.write(checkout.root.resolve("pom.xml"), "changed");
        Files.delete(checkout.root.resolve("builds"));
        twoAtOnce();
    }

    private void twoAtOnce() throws IOException {
        var both = here.program("sh", "-c", "\"$0\" one & \"$0\" two; wait", checkout.launcher());
        assertThat(both).exitCode(0).stdoutContains("[one]\n", "[two]\n").stderrIs(PROGRESS);
        assertThat(checkout.builds()).hasSize(1);
    }

    @Test
    void aLockWhoseOwnerIsGoneIsTaken() throws IOException {
        Checkout.write(checkout.root.resolve("target/launch/lock.d/pid"), "4194305\n");
        assertThat(here.program(checkout.launcher())).exitCode(7).stderrIs(PROGRESS);
        assertThat(checkout.root.resolve("target/launch/lock.d")).doesNotExist();
    }

    @Test
    void aBuildThatFailsShowsItsLastLines() throws IOException {
        checkout.maven("seq 30; echo 'no such library' >&2; exit 1");
        checkout.see("seq");
        assertThat(here.program(checkout.launcher()))
                .exitCode(4)
                .stdoutIsEmpty()
                .stderrContains(PROGRESS, "\n30\nno such library\n", " (maven) ended with 1")
                .stderrDoesNotContain("\n10\n");
        assertThat(jars("target/launch")).containsExactly();
    }

    @Test
    void aBuildThatMakesNoJarIsAFailure() throws IOException {
        checkout.maven("exit 0");
        assertThat(here.program(checkout.launcher())).exitCode(4).stdoutIsEmpty();
    }

    @Test
    void sigtermEndsTheBuildAndLeavesNothing() throws IOException {
        checkout.maven("echo $$ > '" + temp + "/pid'; exec sleep 30");
        String script = "\"$0\" & launcher=$!; while [ ! -s \"$1\" ]; do sleep 0.05; done; kill -TERM $launcher; "
                + "wait $launcher; echo $?; kill -0 \"$(cat \"$1\")\" 2>/dev/null || echo ended";
        var transcript = here.program(
                "sh", "-c", script, checkout.launcher(), temp.resolve("pid").toString());
        assertThat(transcript).exitCode(0).stdoutIs("143\nended\n");
        try (Stream<Path> left = Files.list(checkout.root.resolve("target/launch"))) {
            assertThat(left.map(p -> p.getFileName().toString()))
                    .doesNotContain("lock.d")
                    .noneMatch(n -> n.startsWith("build"));
        }
    }

    @Test
    void saysSoWhereNothingCanBuild() throws IOException {
        Files.delete(checkout.bin.resolve("mvn"));
        assertThat(here.program(checkout.launcher()))
                .exitCode(4)
                .stdoutIsEmpty()
                .stderrIsOneLineWith("neither mvn nor jbang");
    }

    @Test
    void takesJBangWhereThereIsNoMaven() throws IOException {
        Files.delete(checkout.bin.resolve("mvn"));
        Checkout.program(
                checkout.bin.resolve("jbang"),
                "#!/bin/sh\nwhile [ \"$1\" != --output ]; do shift; done\necho jar > \"$2\"\n");
        assertThat(here.program(checkout.launcher())).exitCode(7).stderrIs(PROGRESS);
    }

    @Test
    void worksThroughALinkFromAnywhereInAHostileEnvironment() throws IOException {
        Path links = Files.createDirectories(temp.resolve("link s"));
        Files.createSymbolicLink(links.resolve("first"), checkout.root.resolve("scripts/multiarch"));
        Files.createSymbolicLink(links.resolve("second"), Path.of("first"));
        Checkout.write(temp.resolve("startup"), "echo hostile; exit 99\n");
        Commands hostile = here.in(Path.of("/"))
                .with("CDPATH", "/tmp:/")
                .with("IFS", "/")
                .with("ENV", temp.resolve("startup").toString())
                .with("BASH_ENV", temp.resolve("startup").toString())
                .with("root", "/nowhere")
                .with("jar", "/nowhere")
                .with("MULTIARCH_JAVA_HOME", "")
                .with("LC_ALL", "C");
        assertThat(hostile.program(links.resolve("second").toString(), "--version"))
                .exitCode(7)
                .stdoutContains("[--version]\n")
                .stdoutDoesNotContain("hostile")
                .stderrIs(PROGRESS);
        assertThat(here.in(checkout.root.resolve("scripts")).program("sh", "multiarch"))
                .exitCode(7)
                .stderrIsEmpty();
    }

    private List<Path> jars(String folder) throws IOException {
        try (Stream<Path> files = Files.list(checkout.root.resolve(folder))) {
            return files.filter(f -> f.toString().endsWith(".jar")).toList();
        }
    }
}
