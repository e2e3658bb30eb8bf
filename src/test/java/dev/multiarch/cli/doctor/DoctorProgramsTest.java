package dev.multiarch.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.cli.FakePrograms;
import dev.multiarch.cli.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code doctor} with programs that hang, say nonsense or too much: what they say is unknown, and all else is reported. */
class DoctorProgramsTest {
    /** It does not end when it is asked to, and neither does what it started. */
    private static final String HANG = "trap '' TERM; /bin/sleep 600 & wait; /bin/sleep 600";

    private static final String TEN_MEGABYTES = "/usr/bin/head -c 10000000 /dev/zero | /usr/bin/tr '\\0' ";

    /** A guard against hanging for ever, no measure. */
    @RegisterExtension
    final Commands commands = new Commands().within(Duration.ofMinutes(2));

    @TempDir
    Path temp;

    private FakePrograms programs;

    @BeforeEach
    void prepare() throws IOException {
        programs = FakePrograms.in(temp);
        Files.createDirectories(temp.resolve("root/proc/sys/kernel"));
        Files.writeString(temp.resolve("root/proc/sys/kernel/osrelease"), "6.1.0-47-amd64\n");
    }

    private Transcript doctor(String... more) {
        String[] words = new String[more.length + 3];
        System.arraycopy(new String[] {"doctor", "--root", "root"}, 0, words, 0, 3);
        System.arraycopy(more, 0, words, 3, more.length);
        return commands.in(temp).with("PATH", programs.folder().toString()).run(words);
    }

    @ParameterizedTest(name = "docker: {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "garbage          | echo '<html>502</html>'                  | docker version printed no JSON",
                "broken JSON      | echo '{\"Client\":'                      | docker version printed what is not JSON",
                "a list           | echo '{\"Client\":[]}'                   | docker reports no version of its client",
                "a number         | echo '{\"Client\":{\"Version\":27}}'     | docker reports no version of its client",
                "escapes          | printf '{\"Client\":{\"Version\":\"\\\\u001b[2J\"}}\\n' | docker reports no version of its client",
                "nothing          | :                                        | docker version printed no JSON",
                "an error         | echo 'no daemon' >&2; exit 1             | docker version printed no JSON",
                "a signal         | kill -9 $$                               | docker version printed no JSON",
                "10 MB of zeros   | /usr/bin/head -c 10000000 /dev/zero      | docker version printed no JSON",
                "10 MB of braces  | /usr/bin/tr '\\0' '{' < /dev/zero ¦ /usr/bin/head -c 10000000 | docker version printed what is not JSON",
                "20 MB            | /usr/bin/head -c 20000000 /dev/zero      | printed more than 16 MiB and was stopped"
            })
    void dockerSaysNonsense(String name, String script, String said) throws IOException {
        programs.with("docker", script.replace('¦', '|'));
        assertThat(doctor())
                .exitCode(ExitCode.UNKNOWN)
                .stderrIsEmpty()
                .stdoutContains(said, "kernel                 6.1.0-47-amd64  (entry)", "host.docker")
                .stdoutDoesNotContain("\u001b");
    }

    @Test
    void aWarningBeforeTheAnswerIsLetBe() throws IOException {
        programs.with("docker", "echo 'WARNING: plugin \"x\" is not valid'\n" + FakePrograms.DOCKER);
        assertThat(doctor()).exitCode(ExitCode.FINE).stdoutContains("docker.client          27.1.1");
    }

    @Test
    void buildxSaysTooMuch() throws IOException {
        programs.with(
                "docker",
                "case \"$2\" in inspect) printf 'Name: '; " + TEN_MEGABYTES
                        + "n ;; *) printf 'github.com/docker/buildx '; " + TEN_MEGABYTES + "v ;; esac");
        Transcript answer = doctor("--format", "json");
        assertThat(answer)
                .exitCode(ExitCode.UNKNOWN)
                .stderrIsEmpty()
                .stdoutContains("vvv\"", "docker buildx inspect printed no builder");
        assertThat(answer.out().length()).isLessThan(100_000);
    }

    @Test
    void dockerHangs() throws IOException {
        programs.with("docker", HANG).with("update-binfmts", HANG);
        assertThat(doctor("--platforms", "linux/arm64"))
                .exitCode(ExitCode.UNKNOWN)
                .stdoutContains(
                        "kernel                 6.1.0-47-amd64  (entry)",
                        "docker.client          unknown: `",
                        "binfmt-support         unknown: `",
                        "` took longer than ",
                        "and was stopped",
                        "Fix: find out why docker does not answer: restart the daemon",
                        "host.binfmt-support");
        assertThat(ProcessHandle.allProcesses()
                        .filter(process -> process.info()
                                .commandLine()
                                .orElse("")
                                .contains(programs.folder().toString())))
                .isEmpty();
    }

    @Test
    void dockerHangsAndABuilderIsNamed() throws IOException {
        programs.with("docker", HANG);
        assertThat(commands.in(temp)
                        .with("PATH", programs.folder().toString())
                        .run("doctor", "--builder", "ci", "--platforms", "linux/arm64,linux/arm/v7"))
                .exitCode(ExitCode.UNKNOWN)
                .stdoutContains(
                        "buildx                 unknown: `",
                        "took longer than",
                        "host.emulator [linux/arm/v7, linux/arm64]");
    }

    @Test
    void explainsWithoutIt() throws IOException {
        programs.with("docker", HANG);
        assertThat(commands.in(temp)
                        .with("PATH", programs.folder().toString())
                        .run("doctor", "--explain", "exec format error"))
                .exitCode(ExitCode.FINE)
                .stdoutContains("exec format error");
    }

    @ParameterizedTest(name = "update-binfmts: {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "tells   | echo 'binfmt-support 2.2.2'            | binfmt-support         2.2.2",
                "garbage | echo 'binfmt-support'                  | --version tells none",
                "escapes | printf 'binfmt-support \\033[2J2.2\\n' | --version tells none",
                "10 MB   | /usr/bin/head -c 10000000 /dev/zero    | --version tells none",
                "fails   | exit 1                                 | --version tells none"
            })
    void updateBinfmtsSaysNonsense(String name, String script, String said) throws IOException {
        programs.with("update-binfmts", script);
        assertThat(doctor()).exitCode(ExitCode.UNKNOWN).stderrIsEmpty().stdoutContains(said);
    }

    /** By whichever way it is started: as root, or as somebody who may make a user namespace. */
    @Test
    void theProbeHangs() throws IOException {
        for (String name : List.of("chroot", "setpriv", "unshare")) {
            programs.with(name, "exec /bin/sleep 600");
        }
        Transcript answer = commands.in(temp)
                .with("PATH", programs.folder().toString())
                .inOwnJvm() // what the probe runs is looked up in the PATH of the JVM
                .run(
                        "doctor",
                        "--platforms",
                        "linux/arm64,linux/arm/v7,linux/riscv64,linux/s390x,linux/ppc64le,linux/386");
        assertThat(answer)
                .exitCode(answer.exit())
                .stderrIsEmpty()
                .stdoutContains("host.emulator [linux/arm64", "linux/s390x", "host.docker");
        assertThat(answer.exit()).isIn(ExitCode.REFUSED, ExitCode.UNKNOWN);
    }
}
