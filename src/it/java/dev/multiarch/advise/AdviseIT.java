package dev.multiarch.advise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.it.Stack;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What advise asks of a real builder and a real registry, and whether BuildKit does what the rules say of it. */
class AdviseIT {
    private final Stack stack = Stack.require();

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    private String base() {
        return Stack.variable("MULTIARCH_IT_BASE_IMAGE");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("Dockerfile"), text);
    }

    @Test
    void whatDockersChecksSayTooIsSaidOnce() throws IOException {
        write("FROM --platform=linux/amd64 " + base() + " AS Build\nCOPY ${TARGETARCH}/x /x\ncmd echo\n");
        Transcript told = commands.in(folder)
                .run("advise", "--docker-checks", "--builder", stack.remoteBuilder(), "--format", "json");
        assertThat(told).exitCode(1);
        JsonObject answer = Json.read(told.out().getBytes(StandardCharsets.UTF_8), "advice");
        assertThat(answer.objects("dockerChecks"))
                .extracting(check -> check.text("rule"))
                .contains("StageNameCasing", "ConsistentInstructionCasing")
                .doesNotContain("FromPlatformFlagConstDisallowed", "UndefinedVar");
        List<String> ours = answer.object("verdict").objects("findings").stream()
                .filter(finding -> finding.text("outcome").equals("fail"))
                .map(finding -> finding.text("rule"))
                .toList();
        assertThat(ours).contains("dockerfile.fixed-platform", "dockerfile.platform-args");
    }

    @Test
    void aBuilderThatIsNotThereIsAnError() throws IOException {
        write("FROM scratch\n");
        assertThat(commands.in(folder).run("advise", "--docker-checks", "--builder", "nobody"))
                .exitCode(4)
                .stderrContains("did not run Docker's checks");
    }

    @Test
    void theRegistryKnowsWhichDigestIsOnePlatforms() throws IOException {
        Transcript index = commands.program("crane", "digest", base());
        Transcript image = commands.program("crane", "digest", "--platform", "linux/arm64", base());
        assertThat(index).exitCode(0);
        assertThat(image).exitCode(0);
        write("FROM " + base() + "@" + index.out().strip() + "\n");
        assertThat(commands.in(folder).run("advise", "--check-bases")).exitCode(0);
        write("FROM " + base() + "@" + image.out().strip() + "\n");
        assertThat(commands.in(folder).run("advise", "--check-bases"))
                .exitCode(1)
                .stdoutContains(
                        "is that of its image for linux/arm64 alone",
                        "pin the index: " + index.out().strip());
        write("FROM " + base() + "@sha256:" + "0".repeat(64) + "\n");
        assertThat(commands.in(folder).run("advise", "--check-bases"))
                .exitCode(3)
                .stdoutContains("unknown  Dockerfile:1:6 dockerfile.base-digest");
    }

    /** What platform-args says of BuildKit: undeclared is empty, a default replaces the platform's, an inherited one is there. */
    @Test
    void buildKitTreatsItsVariablesAsTheRuleSays() throws IOException {
        write("FROM " + base()
                + " AS a\nRUN echo \"1=[$TARGETARCH]\" > /r\nARG TARGETARCH\nRUN echo \"2=[$TARGETARCH]\" >> /r\n"
                + "FROM a AS b\nRUN echo \"3=[$TARGETARCH]\" >> /r\nARG TARGETARCH=amd64\nRUN echo \"4=[$TARGETARCH]\" >> /r\n"
                + "FROM scratch\nCOPY --from=b /r /r\n");
        assertThat(commands.in(folder)
                        .program(
                                "docker",
                                "buildx",
                                "build",
                                "--builder",
                                stack.remoteBuilder(),
                                "--platform",
                                "linux/arm64",
                                "--output",
                                "type=local,dest=out",
                                "."))
                .exitCode(0);
        assertThat(Files.readString(folder.resolve("out/r"))).isEqualTo("1=[]\n2=[arm64]\n3=[arm64]\n4=[amd64]\n");
        assertThat(commands.in(folder).run("advise"))
                .exitCode(1)
                .stdoutContains("Dockerfile:2:10 dockerfile.platform-args", "Dockerfile:7:5 dockerfile.platform-args")
                .stdoutDoesNotContain("Dockerfile:6:")
                .stdoutDoesNotContain("Dockerfile:8:");
    }
}
