package dev.multiarch.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.multiarch.Commands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramsTest {
    @TempDir
    Path folder;

    private final List<String> trace = new ArrayList<>();
    private final Programs programs = new Programs(trace::add);

    @Test
    void aWatchSeesLinesAsTheyCameAndEndsTheProgram() throws ProgramException {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        Programs.Watch watch = new Programs.Watch() {
            @Override
            public void line(String raw) {
                seen.add(raw);
            }

            @Override
            public boolean isOver() {
                return seen.size() > 1;
            }
        };
        String script = "printf '\\033[1m%8200d\\n::set\\n' 7 >&2; exec sleep 60";
        Result result = programs.watch(sh(script).within(Duration.ofSeconds(50)), watch);
        assertThat(seen).hasSize(2);
        assertThat(seen.get(0)).hasSize(8204).startsWith("\u001b[1m");
        assertThat(seen.get(1)).isEqualTo("::set");
        assertThat(result.timedOut()).isFalse();
        assertThat(result.lastLines().get(1)).isEqualTo(": :set");
    }

    @Test
    void keepsOutputAndTheEndOfErrors() throws ProgramException {
        Result result = programs.run(sh("echo out; for i in $(seq 30); do echo err $i >&2; done; exit 3"));
        assertThat(result.text()).isEqualTo("out\n");
        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.lastLines()).hasSize(20).startsWith("err 11").endsWith("err 30");
        assertThat(trace).hasSize(1).allMatch(line -> line.startsWith("sh -c "));
        assertThatThrownBy(result::orThrow)
                .isInstanceOf(ProgramException.class)
                .hasMessageStartingWith("`sh -c ")
                .hasMessageContaining("ended with 3:\n  err 11")
                .hasMessageEndingWith("err 30");
    }

    @Test
    void handsOverInputAndEnvironmentAndFolder() throws ProgramException {
        Program program = sh("pwd; echo $A; cat").in(folder).with("A", "b").reading(bytes("in"));
        assertThat(programs.run(program).text()).isEqualTo(folder + "\nb\nin");
    }

    @Test
    void keepsErrorsTooWhenAsked() throws ProgramException {
        assertThat(programs.run(sh("echo a; echo b >&2").withErrors()).text()).isEqualTo("a\nb\n");
    }

    @Test
    void outlivesAProgramThatDoesNotReadItsInput() throws ProgramException {
        assertThat(programs.run(sh("exit 0").reading(new byte[1 << 20])).ok()).isTrue();
    }

    @Test
    void doesNotStandStillWhenBothStreamsAreFull() throws ProgramException {
        Result result = programs.run(sh("head -c 3000000 /dev/zero >&2; head -c 3000000 /dev/zero"));
        assertThat(result.out()).hasSize(3_000_000);
    }

    @Test
    void endsWhatPrintsTooMuch() {
        assertThatThrownBy(() -> programs.run(sh("yes")))
                .isInstanceOf(ProgramException.class)
                .hasMessageContaining("printed more than 16 MiB and was stopped");
    }

    @Test
    void saysWhatCouldNotBeStarted() {
        assertThatThrownBy(() -> programs.run(Program.of("/no/such", "x")))
                .isInstanceOf(ProgramException.class)
                .hasMessageStartingWith("`/no/such x` could not be started: ");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"exit 3, 3", "kill -9 $$, 137"})
    void whatIsAttachedGivesItsExitCode(String script, int exit) throws Exception {
        assertThat(programs.attach(sh(script), pid -> {})).isEqualTo(exit);
    }

    @Test
    void whatIsAttachedIsEndedWhereWhatItWaitsForFails() {
        var started = new AtomicReference<Long>();
        assertThatThrownBy(() -> programs.attach(sh("exec sleep 300"), pid -> {
                    started.set(pid);
                    throw new IOException("no map");
                }))
                .hasMessage("no map");
        assertThat(ProcessHandle.of(started.get()).filter(Commands::runs)).isEmpty();
    }

    @Test
    void endsWhatIgnoresBeingAsked() {
        var failure = catchThrowableOfType(
                ProgramException.class,
                () -> programs.run(sh("trap '' TERM; while :; do sleep 1; done").within(Duration.ofSeconds(1))));
        assertThat(failure).hasMessageContaining("took longer than 1 s and was stopped");
        assertThat(failure.result().timedOut()).isTrue();
    }

    @Test
    void endsDescendantsEvenOrphans() throws Exception {
        Program program = sh("(trap '' TERM; echo $$ >/dev/null; sleep 300 & echo $! > orphan; exec sleep 300) &"
                        + " sh -c 'sleep 300 & echo $! > adopted' ; sleep 300")
                .in(folder);
        assertThat(interruptedOnceItHasWritten(program, "orphan", "adopted")).isNotNull();
        assertThat(alive("orphan")).isFalse();
        assertThat(alive("adopted")).isFalse();
    }

    @Test
    void doesNotWaitForWhatAProgramLeavesBehind() throws Exception {
        Result result =
                programs.run(sh("echo said; sleep 3000 & echo $! > left").in(folder));
        assertThat(result.text()).isEqualTo("said\n");
        assertThat(alive("left")).isTrue();
        handle("left").ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void endsWhenTheThreadIsNoLongerNeeded() throws Exception {
        Exception failure =
                interruptedOnceItHasWritten(sh("echo $$ > pid; exec sleep 300").in(folder), "pid");
        assertThat(failure).hasMessageContaining("was stopped because it is no longer needed");
        assertThat(alive("pid")).isFalse();
    }

    private Exception interruptedOnceItHasWritten(Program program, String... files) throws Exception {
        var failure = new AtomicReference<Exception>();
        var thread = new Thread(() -> {
            try {
                programs.run(program);
            } catch (ProgramException e) {
                failure.set(e);
            }
        });
        thread.start();
        for (String file : files) {
            while (!Files.exists(folder.resolve(file)) || Files.size(folder.resolve(file)) == 0) {
                Thread.sleep(10);
            }
        }
        thread.interrupt();
        thread.join();
        return failure.get();
    }

    @Test
    void streamsBothStreamsNeutralised() throws ProgramException {
        List<String> lines = new ArrayList<>();
        Result result = programs.stream(
                sh(
                        "printf '::error::a\\r\\nb\\r::set-output name=x::y\\n'; printf '\\033[31m##[error]\\342\\200\\256' >&2"),
                lines::add);
        assertThat(lines)
                .containsExactlyInAnyOrder(": :error::a", "b", ": :set-output name=x::y", "## [error]\\u{202e}");
        assertThat(result.lastLines()).containsExactlyElementsOf(lines);
        assertThat(result.out()).isEmpty();
    }

    @Test
    void cutsALineOfTenMegabytes() throws ProgramException {
        List<String> lines = new ArrayList<>();
        programs.stream(sh("head -c 10485760 /dev/zero | tr '\\0' a; echo; echo next"), lines::add);
        assertThat(lines).containsExactly("a".repeat(8192) + "… (10477568 bytes more)", "next");
    }

    @Test
    void throwsWhatTheTakerOfLinesThrows() {
        assertThatThrownBy(() -> programs.stream(sh("yes | head -n 100000"), line -> {
                    throw new IllegalStateException("full");
                }))
                .hasMessage("full");
    }

    private boolean alive(String name) throws Exception {
        return handle(name).map(Commands::runs).orElse(false);
    }

    private Optional<ProcessHandle> handle(String name) throws Exception {
        return ProcessHandle.of(
                Long.parseLong(Files.readString(folder.resolve(name)).strip()));
    }

    private static Program sh(String script) {
        return Program.of("sh", "-c", script).within(Duration.ofMinutes(5));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
