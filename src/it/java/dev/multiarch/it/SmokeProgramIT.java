package dev.multiarch.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which program a command started is read in a real builder, and only one of the image's platform passes. */
class SmokeProgramIT extends InProject {
    private SmokeImages images;

    @BeforeEach
    void makeImages() throws IOException {
        images = SmokeImages.in(folder, stack, here);
    }

    private Transcript smoke(String... words) {
        List<String> all = new ArrayList<>(List.of("smoke", image + ":1", "--builder", stack.remoteBuilder()));
        all.addAll(List.of(words));
        return here.run(all.toArray(String[]::new));
    }

    /** It runs wherever the builder's CPU or an emulator runs it, and says nothing of the platform that the entry names. */
    @Test
    void aProgramForAnotherCpuFailsThoughTheBuilderRunsIt() throws IOException {
        images.programs("uname", "sh");
        for (String program : List.of("uname", "sh")) {
            Files.copy(
                    folder.resolve("amd64/" + program),
                    folder.resolve("arm64/" + program),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Files.copy(folder.resolve("arm/uname"), folder.resolve("amd64/uname"), StandardCopyOption.REPLACE_EXISTING);
        images.push(image + ":1", "linux/amd64,linux/arm64,linux/arm/v7");
        assertThat(smoke("--", "uname", "-s"))
                .exitCode(1)
                .stdoutContains(
                        "[linux/arm64] uname -s is a program for another CPU: /bin/uname is x86-64, expected AArch64."
                                + " It exited with 0 on this builder, which says nothing of its platform.",
                        "[linux/amd64] uname -s is a program for another CPU: /bin/uname is ARM (hard float), expected x86-64",
                        "pass     image.smoke [linux/arm/v7]",
                        "Fix: build it for TARGETARCH");
    }

    /** As the kernel does: links of links, scripts of scripts, and whatever {@code env} finds. */
    @Test
    void theProgramOfAScriptIsItsInterpreter() throws IOException {
        images.programs("busybox");
        images.dockerfile("COPY run /opt/run\nENV PATH=/opt/link:/bin\nWORKDIR /opt\n"
                + "RUN [\"/bin/busybox\", \"--install\", \"-s\", \"/bin\"]\n"
                + "RUN mkdir /usr && ln -s ../bin /usr/bin && ln -s ../opt /opt/link\n");
        Files.writeString(folder.resolve("run"), "#! /usr/bin/env sh\necho it runs\n");
        assertThat(folder.resolve("run").toFile().setExecutable(true)).isTrue();
        images.push(image + ":1", "linux/amd64,linux/arm64");
        assertThat(smoke("--matches", "it runs", "--", "run")).exitCode(0).stdoutContains("2 passed");
        assertThat(smoke("--matches", "it runs", "--", "./run")).exitCode(0).stdoutContains("2 passed");
    }

    @Test
    void aProgramOfAPlatformThatTheBuilderCannotRunIsForAnotherCpu() throws IOException {
        images.programs("uname");
        Files.createDirectories(folder.resolve("s390x"));
        Files.copy(folder.resolve("amd64/uname"), folder.resolve("s390x/uname"));
        images.push(image + ":1", "linux/amd64,linux/s390x");
        assertThat(smoke("--", "/bin/uname"))
                .exitCode(1)
                .stdoutContains(
                        "[linux/s390x] /bin/uname is a program for another CPU: /bin/uname is x86-64, expected S/390x.",
                        "1 passed");
    }
}
