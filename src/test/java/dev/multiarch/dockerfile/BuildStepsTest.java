package dev.multiarch.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Platform;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildStepsTest {
    private static final String SEVERAL = """
            ARG V=1
            FROM --platform=$BUILDPLATFORM r.io/go:$V AS Build
            ARG TARGETARCH
            WORKDIR /src
            COPY . .
            RUN go build \\
              ./...
            FROM build AS test
            RUN go test
            FROM scratch
            ENV A=b
            COPY --from=build /app /
            RUN /app --version
            """;

    private static Optional<BuildSteps.Step> find(String text, String name) {
        Dockerfile file = Dockerfile.parse("Dockerfile", text.getBytes(StandardCharsets.UTF_8));
        var inputs = new BuildInputs(
                Map.of(),
                Map.of(),
                Optional.empty(),
                Platform.parse("linux/arm64"),
                Optional.of(Platform.parse("linux/amd64")));
        return BuildSteps.of(file, inputs).find(name);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "[build 1/4] FROM r.io/go:1, 2, linux/amd64",
        "[build 2/4] WORKDIR /src, 4, linux/amd64",
        "[linux/amd64->arm64 build 4/4] RUN go build   ./..., 6, linux/amd64",
        "[test 1/1] RUN go test, 9, linux/amd64",
        "[stage-2 2/2] RUN /app --version, 13, linux/arm64",
        "[linux/arm64 stage-2 1/2] COPY --from=build /app /, 12, linux/arm64",
        "[stage-2 1/2] LINK COPY /app /, 12, linux/arm64",
        "[stage-2 1/3] ONBUILD RUN x, 10, linux/arm64",
        "[stage-2 3/3] RUN /app --version, 13, linux/arm64"
    })
    void itsNameTellsTheLineAndThePlatform(String name, int line, String platform) {
        assertThat(find(SEVERAL, name)).contains(new BuildSteps.Step(line, Platform.parse(platform)));
    }

    @ParameterizedTest
    @CsvSource({
        "[internal] load build definition from Dockerfile",
        "[2/2] RUN /app --version",
        "[none 1/1] RUN x",
        "[stage-0 1/4] FROM r.io/go:1",
        "[stage-9 1/1] RUN x",
        "[build 5/4] RUN x",
        "[build 0/4] RUN x",
        "[build 2/3] COPY . .",
        "[build 2/4] RUN x",
        "exporting to image"
    })
    void whatIsNotInTheFileIsNotFound(String name) {
        assertThat(find(SEVERAL, name)).isEmpty();
    }

    @Test
    void aSingleStageHasNoName() {
        assertThat(find("FROM scratch\nCOPY x /\nRUN x\n", "[2/2] RUN x"))
                .contains(new BuildSteps.Step(3, Platform.parse("linux/arm64")));
        String padded = "FROM r.io/a\n" + "RUN x\n".repeat(11);
        assertThat(find(padded, "[ 3/12] RUN x").orElseThrow().line()).isEqualTo(3);
    }
}
