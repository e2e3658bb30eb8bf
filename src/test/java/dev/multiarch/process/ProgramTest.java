package dev.multiarch.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProgramTest {
    static Stream<Arguments> programs() {
        return Stream.of(
                Arguments.of("plain words", Program.of("docker", "--tag=a:b/c@d"), "docker --tag=a:b/c@d"),
                Arguments.of("spaces", Program.of("sh", "-c", "echo $A"), "sh -c 'echo $A'"),
                Arguments.of("quote", Program.of("echo", "it's"), "echo 'it'\\''s'"),
                Arguments.of("empty word", Program.of("echo", ""), "echo ''"),
                Arguments.of("variable", Program.of("x").with("B", "2 3").with("A", "1"), "A=1 B='2 3' x"),
                Arguments.of("secret variable", Program.of("x").with("GITHUB_TOKEN", "abc"), "GITHUB_TOKEN='***' x"),
                Arguments.of(
                        "credentials in a URL",
                        Program.of("git", "clone", "https://me:pw@host/x"),
                        "git clone 'https://***@host/x'"),
                Arguments.of(
                        "secret build arguments",
                        Program.of("docker", "--build-arg", "NPM_TOKEN=a b", "--build-arg=api_key=c", "type=image"),
                        "docker --build-arg 'NPM_TOKEN=***' '--build-arg=api_key=***' type=image"),
                Arguments.of(
                        "credentials of a cache",
                        Program.of(
                                "docker",
                                "--cache-from=type=s3,bucket=b,access_key_id=A,secret_access_key=B,session_token=C",
                                "--cache-to",
                                "type=gha,token=D,mode=max",
                                "--secret=id=npm,src=token"),
                        "docker '--cache-from=type=s3,bucket=b,access_key_id=***,secret_access_key=***,session_token=***'"
                                + " --cache-to 'type=gha,token=***,mode=max' --secret=id=npm,src=token"),
                Arguments.of("hostile word", Program.of("echo", "##[error]\u001b[31m"), "echo '## [error]'"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("programs")
    void printsForPasting(String name, Program program, String printed) {
        assertThat(program).hasToString(printed);
    }
}
