package dev.multiarch.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.multiarch.Commands;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class FileInputTest {
    private static final PipeInput.Limits LONG = new PipeInput.Limits(Duration.ofSeconds(50), Duration.ofSeconds(50));
    private static final Duration SHORT = Duration.ofMillis(100);

    @TempDir
    private Path folder;

    @Test
    void aRegularFileIsReadAsFarAsAskedAlsoByALink() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "abc");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);

        assertThat(FileInput.read(link, 2)).asString().isEqualTo("ab");
        assertThat(FileInput.read(file)).asString().isEqualTo("abc");
        FileInput.require(link);
    }

    @ParameterizedTest
    @CsvSource({
        "folder,    this is a folder. Fix: name a file",
        "/dev/zero, this is a device. Fix: name a file",
        "socket,    this is a socket. Fix: name a file",
        "loop,      symbolic links lead in a circle there. Fix: name the file itself"
    })
    void whatIsNoFileIsNamedAndNotOpened(String name, String reason) throws IOException {
        Files.createDirectory(folder.resolve("folder"));
        Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
        try (var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(folder.resolve("socket")));
            Path file = folder.resolve(name);

            assertThatThrownBy(() -> FileInput.read(file, 1))
                    .isInstanceOf(UnreadableFile.class)
                    .hasMessage(file + ": " + reason);
            assertThatThrownBy(() -> FileInput.open(file)).hasMessage(file + ": " + reason);
            assertThatThrownBy(() -> FileInput.require(file)).hasMessage(file + ": " + reason);
        }
    }

    @Test
    void whatIsMissingIsSaidToBeMissing() throws IOException {
        Path below = Files.createFile(folder.resolve("file")).resolve("x"); // another exception in Java 17 than in 25

        assertThatThrownBy(() -> FileInput.read(below, 1)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> FileInput.read(folder.resolve("gone"), 1)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> FileInput.open(folder.resolve("gone"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aPipeIsReadToItsEnd() throws Exception {
        Path pipe = pipe();
        Process writer = new ProcessBuilder("sh", "-c", "{ echo a; sleep 0.1; echo b; } >" + pipe).start();

        assertThat(FileInput.read(pipe, 100, LONG)).asString().isEqualTo("a\nb\n");
        assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void noMoreOfAPipeIsReadThanAskedFor() throws Exception {
        Path pipe = pipe();
        Process writer = new ProcessBuilder("sh", "-c", "cat /dev/zero >" + pipe).start();

        assertThat(FileInput.read(pipe, 100, LONG)).hasSize(100);
        assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aPipeThatNobodyWritesToIsNotWaitedForWithoutEnd() throws Exception {
        Path pipe = pipe();

        assertThatThrownBy(() -> FileInput.read(pipe, 1, new PipeInput.Limits(SHORT, LONG.end())))
                .isInstanceOf(UnreadableFile.class)
                .hasMessageContaining(": this is a pipe, and no program opened it to write within 0 seconds. Fix: ");
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().equals("pipe"))
                .allSatisfy(thread -> thread.join(30_000))
                .noneMatch(Thread::isAlive);
    }

    @Test
    void aPipeThatNeverEndsIsNotWaitedForWithoutEnd() throws Exception {
        Path pipe = pipe();
        try (var writer = Files.newByteChannel(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            assertThatThrownBy(() -> FileInput.read(pipe, 1, new PipeInput.Limits(LONG.writer(), SHORT)))
                    .isInstanceOf(UnreadableFile.class)
                    .hasMessageContaining(
                            ": this is a pipe, and what writes into it did not end within 0 seconds. Fix: ");
            assertThat(writer.isOpen()).isTrue();
        }
    }

    @Test
    void anotherProgramIsGivenNoPipe() throws Exception {
        Path pipe = pipe();

        assertThatThrownBy(() -> FileInput.require(pipe))
                .hasMessage(pipe + ": this is a pipe. Fix: write what comes out of it into a file, and name that");
        assertThatThrownBy(() -> FileInput.open(pipe)).isInstanceOf(UnreadableFile.class);
    }

    private Path pipe() throws Exception {
        Commands.need("mkfifo");
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        return pipe;
    }
}
