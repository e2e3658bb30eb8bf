package dev.multiarch.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileOutputTest {
    /**
     * These write into a separate folder, for a program that they run or to rename it when it is whole, or to the
     * kernel.
     */
    private static final Set<String> FOR_PROGRAMS = Set.of(
            "cli.TrainingCommand",
            "cli.action.PrivateFile",
            "demo.Demo",
            "emulation.BuilderRegistries",
            "emulation.Namespace",
            "emulation.Rootless",
            "host.LocalProbe",
            "host.Probe",
            "host.ProbeStages",
            "registry.layout.LayoutWriter",
            "smoke.LocalSmoke",
            "smoke.StagedBuild");

    private static final byte[] NEW = "new".getBytes();

    @TempDir
    Path folder;

    @Test
    void everyPlaceThatWritesUsesIt() {
        Set<String> writers = new TreeSet<>();
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.multiarch").stream()
                        .filter(type -> type.getMethodCallsFromSelf().stream()
                                .anyMatch(call -> call.getTargetOwner().isEquivalentTo(Files.class)
                                        && call.getName().matches("write.*|new(Output.*|BufferedWriter)|copy")))
                        .map(type -> type.getName().replace("dev.multiarch.", ""))
                        .filter(name -> !name.matches("process\\.(FileOutput|Device)"))
                        .forEach(writers::add);
        assertThat(writers).isEqualTo(FOR_PROGRAMS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-------", "rw-rw-r--", "r--r--r--"})
    void aReplacedFileKeepsItsPermissions(String permissions) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old and longer");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        FileOutput.replace(file, NEW);
        assertThat(file).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo(permissions);
        assertThat(folder.toFile().list()).containsExactly("file");
    }

    @Test
    void aNewFileHasTheUmasksDefault() throws IOException {
        Path plain = Files.writeString(folder.resolve("plain"), "");
        FileOutput.replace(folder.resolve("a/b/replaced"), NEW);
        FileOutput.create(folder.resolve("created"), NEW);
        FileOutput.append(folder.resolve("appended"), NEW);
        for (String name : Set.of("a/b/replaced", "created", "appended")) {
            assertThat(Files.getPosixFilePermissions(folder.resolve(name)))
                    .as(name)
                    .isEqualTo(Files.getPosixFilePermissions(plain));
        }
    }

    @ParameterizedTest(name = "a link to {0}")
    @CsvSource({"a file, file, old", "nothing, missing,"})
    void aLinkIsReplacedAndNotWrittenThrough(String name, String target, String content) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve(target));
        FileOutput.replace(link, NEW);
        assertThat(link).isRegularFile().hasContent("new");
        assertThat(file).hasContent("old");
        assertThat(folder.resolve("missing")).doesNotExist();
    }

    @Test
    void aFolderIsRefused() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), inner);
        for (Path file : Set.of(inner, link)) {
            assertThatThrownBy(() -> FileOutput.replace(file, NEW))
                    .isInstanceOf(FileSystemException.class)
                    .hasMessage(file + ": is a folder, expected a file to write");
        }
        assertThat(inner).isEmptyDirectory();
    }

    @Test
    void aFileInTheWayOfAFolderIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> FileOutput.replace(file.resolve("x/answer"), NEW))
                .isInstanceOf(FileSystemException.class)
                .hasMessageStartingWith(file.resolve("x/answer") + ": can't be written: ");
    }

    @Test
    void whatIsCreatedMustNotBeThere() throws IOException {
        Path file = folder.resolve("a/file");
        FileOutput.create(file, NEW);
        assertThatThrownBy(() -> FileOutput.create(file, "newer".getBytes()))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("new");
        assertThat(folder.resolve("a").toFile().list()).containsExactly("file");
    }

    @Test
    void appendingKeepsWhatIsThere() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old ");
        FileOutput.append(file, NEW);
        assertThat(FileOutput.append(file, new ByteArrayInputStream("er".getBytes())))
                .isEqualTo(9);
        assertThat(file).hasContent("old newer");
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void aPipeIsWrittenTo() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Path read = folder.resolve("read");
        Process reader = new ProcessBuilder("cat", pipe.toString())
                .redirectOutput(read.toFile())
                .start();
        FileOutput.replace(pipe, NEW);
        assertThat(reader.waitFor()).isZero();
        assertThat(read).hasContent("new");
        assertThat(Files.isRegularFile(pipe)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/null", "/dev/../dev/null"})
    void aDeviceStaysOne(String device) throws IOException {
        FileOutput.replace(Path.of(device), NEW);
        FileOutput.append(Path.of(device), NEW);
        assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/no-such-device", "/dev/no/such/device", "/dev/fd/999", "/proc/self/fd/999"})
    void nothingIsMadeBelowDev(String device) {
        assertThatThrownBy(() -> FileOutput.replace(Path.of(device), NEW)).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> FileOutput.append(Path.of(device), NEW)).isInstanceOf(NoSuchFileException.class);
        assertThat(Path.of(device)).doesNotExist();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDeviceIsNamed() {
        assertThatThrownBy(() -> FileOutput.replace(Path.of("/dev/full"), new byte[10]))
                .isInstanceOf(FileSystemException.class)
                .hasMessage("/dev/full: can't be written: No space left on device");
    }

    @Test
    void sharedMemoryHoldsOrdinaryFiles() throws IOException {
        Path file = Path.of("/dev/shm/multiarch-" + ProcessHandle.current().pid());
        try {
            FileOutput.replace(file, "old and longer".getBytes());
            FileOutput.replace(file, NEW);
            assertThat(file).hasContent("new");
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
