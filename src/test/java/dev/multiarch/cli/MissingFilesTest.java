package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each option that names a file or a folder, where there is no such thing: exit code 2, and its name. */
class MissingFilesTest {
    private static final String PLAN = "plan --image ghcr.io/o/app --platforms linux/amd64 --plan-id p";
    private static final String BUILD = "build --platform linux/amd64 --plan plan.json ";

    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    @BeforeEach
    void makePlan() throws IOException {
        Files.createDirectories(folder.resolve("empty"));
        Files.createDirectories(folder.resolve("app"));
        Files.writeString(folder.resolve("app/Dockerfile"), "FROM scratch\n");
        assertThat(commands.in(folder).run((PLAN + " --plan plan.json").split(" ")))
                .exitCode(0);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "verify-index app --policy none.yaml",
                "verify-index app --nodes none.json",
                "verify-index app --nodes empty",
                "promote app@sha256:0000000000000000000000000000000000000000000000000000000000000000 --tag 1 --verdict empty",
                "promote app@sha256:0000000000000000000000000000000000000000000000000000000000000000 --tag 1 --verdict none",
                "status --repository a/b --sha 6dcb09b5b57875f334f61aebed695e2e4193db5e --verdict empty",
                "verify-index app --records none",
                "verify-index oci:none",
                "verify-index oci-archive:none.tar",
                "inspect oci:none",
                "inspect oci-archive:none.tar --raw",
                "inspect app --records none",
                "merge --tag 1 --plan none.json",
                "merge --tag 1 --plan plan.json --records none",
                "build --platform linux/amd64 --plan none.json -- .",
                "doctor --facts none.json",
                "doctor --root none",
                "doctor --fix --platforms linux/arm64 --plan none.json",
                "verify-index oci:app",
                "verify-index oci-archive:plan.json",
                "policy check none.yaml",
                "policy show none.yaml",
                "policy test none",
                "policy test . --policy none.yaml",
                "plan --image a/b --platforms linux/amd64 --policy none.yaml",
                BUILD + "-- none",
                BUILD + "-- app --file none",
                BUILD + "-- app -f none/Dockerfile",
                BUILD + "-- https://none.invalid/x.git --output none"
            })
    void isWrongUsage(String words) {
        assertThat(commands.in(folder).run(words.split(" "))).as(words).exitCode(2);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a context           | -- none                       | the build context none is not a folder here. Fix: name one after "--"
            a Dockerfile        | -- app --file none            | there is no Dockerfile at none. Fix: name it by --file,
            the usual one       | -- empty                      | there is no Dockerfile at empty/Dockerfile. Fix
            from the context    | -- app --file Dockerfile      | there is no Dockerfile at Dockerfile. Fix: name it by --file, from the working directory
            """)
    void nothingIsSetUpForABuildThatCannotBegin(String name, String words, String message) {
        assertThat(commands.in(folder).run((BUILD + words).split(" ")))
                .as(name)
                .exitCode(2)
                .stdoutIsEmpty()
                .stderrIsOneLineWith(message);
        assertThat(folder.resolve(".multiarch")).doesNotExist();
    }

    /** Then docker is asked, which is not there. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- app",
                "-- empty --file app/Dockerfile",
                "-- empty -f -",
                "-- https://github.com/o/app.git#main",
                "-- git@github.com:o/app.git",
                "-- github.com/o/app",
                "-- -",
                "--records none -- app"
            })
    void whatIsThereIsBuilt(String words) {
        assertThat(commands.in(folder).with("PATH", "/none").run((BUILD + words).split(" ")))
                .exitCode(4)
                .stderrContains("docker buildx");
    }
}
