package dev.multiarch.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContextUseTest {
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            COPY . .                                     | true
            COPY .multiarch/ /src/                       | true
            COPY ./ /src/                                | true
            COPY / /src                                  | true
            COPY a.txt . /src/                           | true
            ADD . /src                                   | true
            COPY ["./", "/src"]                          | true
            COPY --chown=1:1 . /src                      | true
            COPY * /src/                                 | true
            COPY .m* /src/                               | true
            RUN --mount=type=bind,target=/src make       | true
            RUN --mount=target=/src make                 | true
            RUN --mount=type=bind,source=.,target=/s make | true
            COPY .multiarch/y /src/                      | false
            COPY src /src                                | false
            COPY *.txt /src/                             | false
            COPY --from=build . /src                     | false
            COPY $WHAT /src                              | false
            RUN --mount=type=cache,target=/src make      | false
            RUN --mount=type=bind,from=build,target=/s make | false
            RUN --mount=type=bind,source=src,target=/s make | false
            RUN cp . /src                                | false
            """)
    void takesAFolderOfTheContext(String instruction, boolean takes) {
        byte[] bytes = ("FROM a AS build\nFROM a\n" + instruction + "\n").getBytes(StandardCharsets.UTF_8);
        Dockerfile file = Dockerfile.parse("Dockerfile", bytes);
        assertThat(ContextUse.of(file, ".multiarch/x").map(Instruction::firstLine))
                .isEqualTo(takes ? Optional.of(3) : Optional.empty());
    }
}
