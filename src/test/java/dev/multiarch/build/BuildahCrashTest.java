package dev.multiarch.build;

import static dev.multiarch.build.CrashBench.SEGV;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What buildah 1.28.2 and podman 4.3.1 printed of steps whose programs crashed. */
class BuildahCrashTest {
    private static final String ILL = "qemu: uncaught target signal 4 (Illegal instruction) - core dumped";
    private static final String AT = "Error: building at STEP \"RUN make\": ";

    private final CrashBench bench = new CrashBench();

    @Test
    void theShellsExitCodeIsReadFromBuildah() {
        String[] said = {
            SEGV,
            "Segmentation fault",
            "subprocess exited with status 139",
            "subprocess exited with status 139",
            AT + "exit status 139"
        };
        assertThat(bench.buildah(said).orElseThrow().why())
                .isEqualTo("the emulated step [3/3] RUN make (Dockerfile:3) was ended by signal 11 (SIGSEGV,"
                        + " segmentation fault) after it printed \"" + SEGV + "\"");
        assertThat(bench.buildah("Segmentation fault", AT + "while running runtime: exit status 139")
                        .orElseThrow()
                        .why())
                .contains("was ended by signal 11");
    }

    @Test
    void theSignalThatBuildahNamesInWordsIsRead() {
        String[] end = {"subprocess exited with status 1", AT + "exit status 1"};
        assertThat(bench.buildah(ILL, "subprocess exited on illegal instruction", end[0], end[1])
                        .orElseThrow()
                        .why())
                .contains(
                        "(Dockerfile:3) was ended by signal 4 (SIGILL, illegal instruction) after it printed \"" + ILL);
        assertThat(bench.buildah("subprocess exited on killed", end[0], end[1])
                        .orElseThrow()
                        .explained())
                .contains("was ended by signal 9 (SIGKILL, killed). As a rule the kernel kills a program");
        bench.emulated = Optional.of(false);
        assertThat(bench.buildah("subprocess exited on segmentation fault", end[0], end[1])
                        .orElseThrow()
                        .explained())
                .contains("the native step", "QEMU did not run it")
                .doesNotContain("--platform=$BUILDPLATFORM");
    }

    @Test
    void aProgramThatBuildahCannotStartIsNamedAlthoughItsLinesRunTogether() {
        String said =
                "process failed to start with error: fork/exec /alien: exec format errorprocess exited with error:"
                        + " exec: not startedsubprocess exited with status 1";
        assertThat(bench.buildah(said, "Error: building at STEP \"RUN /alien\": exit status 1")
                        .orElseThrow()
                        .explained())
                .contains("ended with exit code 1 after it printed \"" + said, "so the file is a program of another");
    }

    @Test
    void whatBuildahQuotesOfTheCommandIsNoCrash() {
        assertThat(bench.buildah(
                        "subprocess exited with status 1",
                        "Error: building at STEP \"RUN echo '" + SEGV + "'\": exit status 1"))
                .isEmpty();
    }
}
