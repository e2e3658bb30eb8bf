package dev.multiarch.host.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.fact.Fact;
import dev.multiarch.fact.FactSource;
import dev.multiarch.host.Builder;
import dev.multiarch.host.LocalHost;
import dev.multiarch.it.Stack;
import dev.multiarch.process.Buildx;
import dev.multiarch.process.Program;
import dev.multiarch.process.Programs;
import dev.multiarch.process.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What real parts say when they refuse or fail, and what is recognised in it. */
class DiagnosisIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String OWN_ENTRIES = "mount -t binfmt_misc none /proc/sys/fs/binfmt_misc && ";
    private static final String REGISTER =
            "sed 's/:[A-Z]*$/:%s/' /usr/lib/binfmt.d/qemu-aarch64.conf >/proc/sys/fs/binfmt_misc/register && ";

    @TempDir
    Path folder;

    private Stack stack;

    @BeforeEach
    void context() throws IOException {
        stack = Stack.require();
        Files.writeString(folder.resolve("Dockerfile"), "FROM scratch\nCOPY Dockerfile /\n");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "docker-driver-digest | default | type=image,name=REGISTRY/diagnosis/app,push-by-digest=true,push=true",
                "docker-driver-digest | default | type=image,name=REGISTRY/diagnosis/app,push-by-digest=true,name-canonical=true,push=true",
                "tagged-ref-by-digest | REMOTE  | type=image,name=REGISTRY/diagnosis/app:1,push-by-digest=true,push=true",
                "push-without-name    | REMOTE  | type=image,push-by-digest=true,push=true",
                "http-registry        | REMOTE  | type=image,name=PLAIN/diagnosis/app:1,push=true"
            })
    void aPush(String id, String builder, String output) throws Exception {
        String real = output.replace("REGISTRY", stack.registry()).replace("PLAIN", plainName());
        recognises(build(builder, "--output", real), builder, id);
    }

    /** The registry without TLS under a name that no client takes for this machine. */
    private String plainName() {
        String host = Stack.variable("MULTIARCH_IT_SECURE_REGISTRY").replaceFirst(":.*", "");
        return host + stack.registry().replaceFirst(".*:", ":");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "no-match-for-platform | linux/s390x | FROM BASE",
                "manifest-unknown      | linux/amd64 | FROM REGISTRY/base/no-such:1",
                "targetarch-missing    | linux/arm64 | FROM BASE;RUN set -u; echo $TARGETARCH",
                "targetarch-missing    | linux/amd64 | FROM scratch;COPY app-${TARGETARCH} /",
                "qemu-segfault         | linux/arm64 | FROM BASE;RUN [\"/bin/sh\", \"-c\", \"sh -c 'kill -SEGV $$'; exit $?\"]",
                "exit-139              | linux/amd64 | FROM BASE;RUN [\"/bin/sh\", \"-c\", \"sh -c 'kill -SEGV $$'; exit $?\"]",
                "no-space              | linux/amd64 | FROM BASE;RUN --mount=type=tmpfs,target=/t,size=65536 dd if=/dev/zero of=/t/x bs=1024 count=128"
            })
    void aBuild(String id, String platform, String dockerfile) throws Exception {
        String text = dockerfile
                .replaceFirst(";", "\n")
                .replace("BASE", Stack.variable("MULTIARCH_IT_BASE_IMAGE"))
                .replace("REGISTRY", stack.registry());
        Files.writeString(folder.resolve("Dockerfile"), text + "\n");
        recognises(build("REMOTE", "--platform", platform), "REMOTE", id);
    }

    @Test
    void aCaThatTheClientDoesNotKnow() throws Exception {
        Program crane = Program.of("crane", "manifest", Stack.variable("MULTIARCH_IT_SECURE_REGISTRY") + "/app:1")
                .with("SSL_CERT_FILE", "/etc/ssl/certs/ca-certificates.crt");
        recognises(fails(crane), "REMOTE", "unknown-authority");
    }

    @Test
    void aDigestThatTheRegistryLacks() throws Exception {
        String digest = "@sha256:" + "a".repeat(64);
        Program create = buildx().command(List.of(
                "imagetools", "create", "-t", stack.registry() + "/x/y:1", stack.registry() + "/x/y" + digest));
        recognises(fails(create), "REMOTE", "manifest-unknown");
    }

    /** With their own binfmt_misc (Linux 6.7), so that the machine's entries stay as they are. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "exec-format-error            |     |",
                "argv0-lost                   | OCF |",
                "interpreter-not-in-container | OPC |"
            })
    void anEmulator(String id, String flags, String none) throws Exception {
        String register = flags == null ? "" : String.format(REGISTER, flags);
        String run = "exec chroot " + stack.roots().resolve("root-arm64") + " /bin/uname -m";
        recognises(fails(Program.of("unshare", "-Urm", "sh", "-c", OWN_ENTRIES + register + run)), "default", id);
    }

    /** As QEMU's own script registers, which says what it sets and leaves the rest to the shell. */
    @Test
    void anEntryThatIsThereAlready() throws Exception {
        String register = "echo 'Setting /usr/bin/qemu as binfmt interpreter for aarch64' >&2;"
                + " echo \"$line\" >/proc/sys/fs/binfmt_misc/register && ";
        Program twice = Program.of(
                "unshare",
                "-Urm",
                "bash",
                "-c",
                OWN_ENTRIES + "line=$(cat /usr/lib/binfmt.d/qemu-aarch64.conf) && " + register + register + "true");
        recognises(fails(twice), "default", "already-registered");
    }

    private String build(String builder, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("build", "--progress", "plain", "--builder", named(builder)));
        command.addAll(List.of(words));
        command.add(folder.toString());
        return fails(buildx().command(command));
    }

    private String named(String builder) {
        return builder.equals("REMOTE") ? stack.remoteBuilder() : builder;
    }

    private static Buildx buildx() throws Exception {
        return Buildx.find(new Programs(line -> {}), System.getenv());
    }

    private static String fails(Program program) throws Exception {
        List<String> lines = new ArrayList<>();
        Result result = new Programs(line -> {}).stream(program.within(LIMIT), lines::add);
        assertThat(result.exit()).as(String.join("\n", lines)).isPositive();
        return String.join("\n", lines);
    }

    private void recognises(String log, String builder, String id) throws Exception {
        var programs = new Programs(line -> {});
        Fact<Builder> known =
                Fact.known(Builder.inspect(programs, buildx(), Optional.of(named(builder))), FactSource.COMMAND);
        KnownFacts facts = KnownFacts.of(new LocalHost(Path.of("/")), known, Fact.unknown("not asked"), List.of());
        Diagnoses found = Diagnoses.of(Log.of(log), facts);
        assertThat(found.found()).as(log).extracting(Diagnosis::id).containsExactly(id);
        assertThat(found.found().get(0).evidence())
                .noneMatch(
                        e -> e.stance() == EvidenceDirection.AGAINST && e.fact().startsWith("builder"));
    }
}
