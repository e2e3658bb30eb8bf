package dev.multiarch.host.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiagnosesTest {
    private static final KnownFacts NOTHING = KnownFacts.nothing("not asked");

    /** What the users type, which need not be a whole message. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "exec format error | exec-format-error",
                "Exec format error. | exec-format-error",
                "signal 11 | qemu-segfault",
                "qemu: uncaught target signal 11 | qemu-segfault",
                "illegal instruction | illegal-instruction",
                "invalid argument | kernel-too-old",
                "already registered | already-registered",
                "applet not found | argv0-lost",
                "auto-push is currently not implemented for docker driver | docker-driver-push",
                "multiple platforms feature is currently not supported for docker driver | docker-driver-platforms",
                "push-by-digest is currently not implemented for docker driver | docker-driver-digest",
                "for docker driver | docker-driver-digest docker-driver-push docker-driver-platforms docker-driver-cache",
                "can't push tagged ref by digest | tagged-ref-by-digest",
                "can't push tagged ref | tagged-ref-by-digest",
                "no match for platform in manifest | no-match-for-platform",
                "server gave HTTP response to HTTPS client | http-registry",
                "certificate signed by unknown authority | unknown-authority",
                "toomanyrequests | rate-limit",
                "error | ",
                "digest | ",
                "something went wrong | "
            })
    void recognisesWhatIsTyped(String words, String ids) {
        assertThat(Diagnoses.of(Log.of(words), NOTHING).found())
                .extracting(Diagnosis::id)
                .containsExactly(ids == null ? new String[0] : ids.split(" "));
    }

    /** What people paste most of refused pushes, missing logins and emulators that crash. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "You have reached your pull rate limit | rate-limit",
                "platform does not match | platform-mismatch",
                "does not match the specified platform | platform-mismatch",
                "no matching manifest for linux/arm64/v8 in the manifest list entries | no-match-for-platform",
                "no image found in image index for architecture arm64 | no-match-for-platform",
                "MANIFEST_BLOB_UNKNOWN | manifest-blob-unknown",
                "tag is immutable and cannot be overwritten | immutable-tag",
                "The requested tag already exists and cannot be overwritten. | immutable-tag",
                "the repository is immutable | immutable-tag",
                "cannot overwrite tag 1.0 in immutable repository | immutable-tag",
                "Is the docker daemon running? | docker-daemon",
                "Cannot connect to the Docker daemon | docker-daemon",
                "no builder found | builder-down",
                "/bin/sh: /bin/sh: cannot execute binary file | exec-format-error",
                "rosetta error: failed to open elf at /lib/ld-musl-x86_64.so.1 | rosetta-loader",
                "rosetta error: Unable to open /proc/self/exe: 2 | rosetta-proc",
                "Rosetta is only intended to run on Apple Silicon | rosetta-host",
                "dpkg: error processing package libc-bin (--configure): | dpkg-crash",
                "/sbin/ldconfig.real: Segmentation fault (core dumped) | dpkg-crash",
                "docker-credential-gcloud: executable file not found in $PATH | credential-helper",
                "unauthorized | unauthorized",
                "unauthorized: authentication required | unauthorized",
                "denied: requested access to the resource is denied | access-denied",
                "denied: permission_denied: write_package | write-denied",
                "no space left on device | no-space",
                "exec /bin/sh: exec format error | exec-format-error",
                "failed to solve: alpine:9.9: failed to resolve source metadata for docker.io/library/alpine:9.9: docker.io/library/alpine:9.9: not found | manifest-unknown"
            })
    void recognisesWhatIsPasted(String words, String id) {
        recognisesWhatIsTyped(words, id);
    }

    @Test
    void severalCausesComeTheMostSpecificFirstEachWithItsFirstLine() {
        String log = "exec /bin/sh: exec format error\n"
                + "write /var/x: no space left on device\n"
                + "exec /bin/sh: exec format error\n"
                + "m: applet not found\n";
        assertThat(DiagnosisCase.found(Diagnoses.of(Log.of(log), NOTHING)))
                .containsExactly("argv0-lost 4", "exec-format-error 1", "no-space 2");
    }

    @Test
    void aPlatformIsThatOfTheStepThatSaidIt() {
        String log = "#5 [linux/arm64 2/2] RUN a\n#6 [linux/arm/v7 2/2] RUN a\n#6 0.1 exec format error\n#5 0.1 x\n";
        assertThat(DiagnosisCase.found(Diagnoses.of(Log.of(log), NOTHING)))
                .containsExactly("exec-format-error 3 linux/arm/v7");
        String excerpt = "------\n > [linux/arm64 2/2] RUN a:\n0.1 applet not found\n------\nexec format error\n";
        assertThat(DiagnosisCase.found(Diagnoses.of(Log.of(excerpt), NOTHING)))
                .containsExactly("argv0-lost 3 linux/arm64", "exec-format-error 5");
    }

    @Test
    void whatBelongsTogetherMayBePartedButNotByMuch() {
        String near = "x\n".repeat(LogPattern.REACH - 1);
        String first = "Setting /usr/bin/qemu-arm-static as binfmt interpreter for arm\n";
        String second = "sh: write error: Invalid argument\n";
        assertThat(DiagnosisCase.found(Diagnoses.of(Log.of(first + near + second), NOTHING)))
                .containsExactly("kernel-too-old 11");
        assertThat(DiagnosisCase.found(Diagnoses.of(Log.of(first + near + "x\n" + second), NOTHING)))
                .isEmpty();
        assertThat(DiagnosisCase.found(Diagnoses.of(Log.of(second + first), NOTHING)))
                .isEmpty();
    }

    /** The largest log that is looked at. Each of these would take days in time that grows with the square of its length. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "noise,               random",
        "one line,            x",
        "spaces,              ' '",
        "almost a sign,       'exec format erro '",
        "a sign's beginning,  'did not complete successfully: exit code: 13 '",
        "opened brackets,     '#1 ['",
        "colons,              '::'",
        "escapes,             '\u001b]'",
        "short lines,         '\n'",
        "quotes,              'process \"'"
    })
    void noLogTakesLong(String name, String piece) {
        byte[] bytes = new byte[16 << 20];
        if (piece.equals("random")) {
            new Random(7).nextBytes(bytes);
        }
        byte[] part = piece.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length && !piece.equals("random"); i++) {
            bytes[i] = part[i % part.length];
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        assertThat(Diagnoses.of(Log.of(text), NOTHING).found()).isEmpty();
    }
}
