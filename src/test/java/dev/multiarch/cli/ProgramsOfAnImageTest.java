package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.image.MediaTypes;
import dev.multiarch.image.layers.TarBytes;
import dev.multiarch.registry.FaultyRegistry;
import dev.multiarch.registry.ServedImages;
import dev.multiarch.registry.ShelfImage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who takes a program decides whether its CPU matters: each image is for arm64 and holds something that is not. */
class ProgramsOfAnImageTest {
    private static final byte[] ARM64 = program("b700", 0);
    private static final byte[] AMD64 = program("3e00", 0);
    private static final String HIDDEN = "go/src/x/testdata/server";

    @RegisterExtension
    final Commands commands = new Commands();

    private final FaultyRegistry server = FaultyRegistry.start();

    @AfterEach
    void close() {
        server.close();
    }

    private static byte[] program(String machine, int sections) {
        byte[] elf = Arrays.copyOf(HexFormat.of().parseHex("7f454c460201010000000000000000000300" + machine), 200);
        elf[60] = (byte) sections;
        return elf;
    }

    private static TarBytes sh() {
        return new TarBytes().file("bin/sh", 0755, ARM64);
    }

    private static TarBytes hidden() {
        return sh().file(HIDDEN, 0755, AMD64);
    }

    private static TarBytes script(TarBytes tar, String name, String text) {
        return tar.file(name, 0755, text.getBytes(StandardCharsets.UTF_8));
    }

    private Transcript verify(Map<String, Object> settings, List<TarBytes> layers) {
        var image = new ShelfImage(server, "arm64").starting(settings);
        for (TarBytes layer : layers) {
            byte[] tar = layer.bytes();
            image.layer(ShelfImage.TAR, tar, tar);
        }
        new ServedImages(server)
                .tag(MediaTypes.OCI_INDEX, ServedImages.indexOf(ServedImages.on(image.put(), "linux/arm64")));
        return commands.run("verify-index", server.host() + "/app:1");
    }

    private static Map<String, Object> command(String... words) {
        return Map.of("Entrypoint", List.of(words));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void whatRunsIsFound(String name, Map<String, Object> settings, List<TarBytes> layers, String path) {
        assertThat(verify(settings, layers))
                .exitCode(1)
                .stdoutContains("fail     image.elf-machine [linux/arm64] " + path + " is x86-64, expected AArch64");
    }

    static Stream<Arguments> whatRunsIsFound() {
        String start = "#!/bin/sh\nset -e\nexec /" + HIDDEN + " \"$@\"\n";
        return Stream.of(
                bad("through a link", command("/app"), hidden().symlink("app", HIDDEN)),
                bad(
                        "from the working directory",
                        Map.of("Entrypoint", List.of("./server"), "WorkingDir", "/go/src/x/testdata"),
                        hidden()),
                bad("by PATH", Map.of("Cmd", List.of("server"), "Env", List.of("PATH=/go/src/x/testdata")), hidden()),
                bad(
                        "as a command of PATH that nobody starts",
                        Map.of("Cmd", List.of("/bin/sh"), "Env", List.of("PATH=/go/src/x/testdata")),
                        hidden()),
                bad("by a link in PATH", command("/bin/sh"), hidden().symlink("usr/bin/server", "/" + HIDDEN)),
                bad("behind an init", command("/bin/sh", "--", "/" + HIDDEN), hidden()),
                bad(
                        "in a line for a shell",
                        command("/bin/sh", "-c", "cd / && exec \"/" + HIDDEN + "\" --port 80"),
                        hidden()),
                bad("by the script that starts", command("/start"), script(hidden(), "start", start)),
                bad(
                        "as the interpreter of what starts",
                        command("/start"),
                        script(hidden(), "start", "#!/" + HIDDEN + "\n")),
                bad(
                        "as the interpreter of a script in PATH",
                        command("/bin/sh"),
                        script(hidden(), "usr/bin/tool", "#!/" + HIDDEN + "\n")),
                Arguments.of(
                        "by a hard link",
                        command("/bin/sh"),
                        List.of(hidden().hardLink("usr/bin/server", HIDDEN)),
                        "/usr/bin/server"),
                Arguments.of(
                        "which replaces one that fits",
                        command("/bin/sh"),
                        List.of(sh().file("usr/bin/x", 0755, ARM64), new TarBytes().file("usr/bin/x", 0755, AMD64)),
                        "/usr/bin/x"));
    }

    private static Arguments bad(String name, Map<String, Object> settings, TarBytes layer) {
        return Arguments.of(name, settings, List.of(layer), "/" + HIDDEN);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void whatNobodyRunsHarmsNobody(String name, List<TarBytes> layers) {
        assertThat(verify(command("/bin/sh"), layers)).exitCode(0).stdoutContains("pass     image.elf-machine");
    }

    static Stream<Arguments> whatNobodyRunsHarmsNobody() {
        byte[] object = AMD64.clone();
        object[16] = 1;
        byte[] dump = AMD64.clone();
        dump[16] = 4;
        byte[] oddClass = AMD64.clone();
        oddClass[4] = 3;
        return Stream.of(
                good("test data", hidden()),
                good("four bytes of magic", sh().file("opt/x", 0755, Arrays.copyOf(AMD64, 4))),
                good("a header that is cut off", sh().file("opt/x", 0755, Arrays.copyOf(AMD64, 40))),
                good("an object file", sh().file("opt/x", 0755, object)),
                good("a core dump", sh().file("opt/x", 0755, dump)),
                good("a class that there is not", sh().file("opt/x", 0755, oddClass)),
                good("debug sections without segments", sh().file("opt/x", 0755, program("3e00", 9))),
                good("a file that is not executable in PATH", sh().file("usr/bin/x", 0644, object)),
                Arguments.of(
                        "a program that a later layer removes",
                        List.of(sh().file("opt/x", 0755, AMD64), new TarBytes().file("opt/.wh.x", 0, new byte[0]))));
    }

    private static Arguments good(String name, TarBytes layer) {
        return Arguments.of(name, List.of(layer));
    }
}
