package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.JsonSchemas;
import dev.multiarch.Transcript;
import dev.multiarch.registry.embedded.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans, records, and what merges and promotions answer, are as their schemas say. */
class AnswerSchemasTest extends WithOtherImages {
    private static final String MERGE = "merge-v1.schema.json";
    private static final String PROMOTE = "promote-v1.schema.json";

    @BeforeEach
    void plan() throws Exception {
        images.planned(folder, "p", "linux/amd64", "linux/arm64");
    }

    private String answer(int exit, String... words) {
        Transcript answer = commands.in(folder)
                .run(Stream.concat(Stream.of(words), Stream.of("--format", "json", "--engine", "native"))
                        .toArray(String[]::new));
        assertThat(answer).exitCode(exit);
        return answer.out();
    }

    private static void isAs(String schema, String json) throws Exception {
        assertThat(JsonSchemas.errors(schema, json)).as(json).isEmpty();
    }

    @Test
    void aMergeOfLegsAndOfWhatIsTakenAndKept() throws Exception {
        images.image("app:s390x", "linux/s390x");
        isAs(
                MERGE,
                answer(
                        0,
                        "merge",
                        "--tag",
                        "1",
                        "--from",
                        images.ref("app:s390x").toString()));
        images.planned(folder, "q", "linux/amd64");
        isAs(
                MERGE,
                answer(
                        0,
                        "merge",
                        "--tag",
                        "1",
                        "--allow-older", // both plans may be of the same second
                        "--keep-from",
                        images.ref("app:1").toString()));
        isAs(
                MERGE,
                answer(
                        0,
                        "merge",
                        "--tag",
                        "1",
                        "--keep-from",
                        images.ref("app:1").toString()));
    }

    @Test
    void aMergeThatFailsItsVerdict() throws Exception {
        isAs(MERGE, answer(1, "merge", "--tag", "1", "--require", "linux/arm/v7"));
    }

    @Test
    void aMergeWhoseTagDoesNotMove() throws Exception {
        images.server.failAlways("PUT /v2/app/manifests/1", Fault.status(500));
        isAs(MERGE, answer(4, "merge", "--tag", "1"));
    }

    @Test
    void aPromotion() throws Exception {
        answer(0, "merge", "--no-promote", "--report", "json=verdict.json");
        answer(0, "merge", "--tag", "1");
        String app = images.ref("app") + "@" + images.digest("app:1");
        isAs(PROMOTE, answer(0, "promote", app, "--tag", "2"));
        isAs(PROMOTE, answer(0, "promote", app, "--tag", "3", "--verdict", "verdict.json"));
        isAs(PROMOTE, answer(0, "promote", app, "--tag", "4", "--unjudged", "a rollback"));
    }

    @Test
    void aPlanAndItsRecords() throws Exception {
        isAs("plan-v1.schema.json", Files.readString(folder.resolve(".multiarch/plan.json")));
        try (Stream<Path> files = Files.walk(folder.resolve(".multiarch/records"))) {
            List<Path> records =
                    files.filter(file -> file.toString().endsWith(".json")).toList();
            assertThat(records).hasSize(2);
            for (Path record : records) {
                isAs("record-v1.schema.json", Files.readString(record));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {MERGE, PROMOTE, "plan-v1.schema.json", "record-v1.schema.json"})
    void nothingElseIs(String schema) throws Exception {
        assertThat(JsonSchemas.errors(schema, "{}")).isNotEmpty();
        assertThat(JsonSchemas.errors(schema, "{\"schema\": \"dev.multiarch.verdict/v1\"}"))
                .isNotEmpty();
    }
}
