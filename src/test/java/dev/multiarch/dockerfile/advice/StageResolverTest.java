package dev.multiarch.dockerfile.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.dockerfile.Dockerfile;
import dev.multiarch.dockerfile.Instruction;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StageResolverTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            COPY --from=build /a /b                     | true
            COPY --from=BUILD /a /b                     | true
            COPY --from=1 /a /b                         | true
            RUN --mount=type=bind,from=Build,target=/x a | true
            COPY --from=0 /a /b                         | false
            COPY --from=builds /a /b                    | false
            COPY build /b                               | false
            """)
    void aStageIsTakenFromByItsNumberOrItsName(String line, boolean expected) {
        String text = "FROM a\nFROM b AS Build\nFROM c\n" + line + "\n";
        Dockerfile file = Dockerfile.parse("Dockerfile", text.getBytes(StandardCharsets.UTF_8));
        Instruction instruction = file.stages().get(2).instructions().get(0);

        assertThat(StageResolver.isFrom(instruction, file.stages().get(1))).isEqualTo(expected);
        assertThat(StageResolver.isFrom(instruction, StageResolver.names(file, Set.of(1, 2))))
                .isEqualTo(expected);
        assertThat(file.stages().get(1).names()).containsExactly("1", "build");
    }
}
