package dev.multiarch.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.image.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** binfmt.d(5): which lines of which files count, and what an administrator switches off. */
class BinfmtSettingsTest {
    private static final String ARM64 =
            "\\x7fELF\\x02\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02\\x00\\xb7\\x00";

    @TempDir
    Path root;

    /**
     * {@code files}: {@code FOLDER/NAME=CONTENT}, where a content is {@code null} (a link to /dev/null), {@code empty},
     * {@code comment}, {@code gone} (a link to nothing), or {@code ENTRY>PROGRAM} for a line; {@code lines}: what is found, newest
     * first.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "a distribution's            | usr/lib/a=e>/1                        | e>/1",
                "an administrator's first    | usr/lib/a=e>/1 etc/a=e>/2             | e>/2",
                "what a program wrote at run | usr/lib/a=e>/1 run/a=e>/2             | e>/2",
                "etc before run              | etc/a=e>/1 run/a=e>/2                 | e>/1",
                "run before local            | run/a=e>/1 usr/local/lib/a=e>/2       | e>/1",
                "local before lib            | usr/local/lib/a=e>/1 usr/lib/a=e>/2   | e>/1",
                "the later name wins         | etc/a=e>/1 usr/lib/b=e>/2             | e>/2",
                "newest first                | etc/a=e>/1 usr/lib/b=f>/2             | f>/2 e>/1",
                "masked by a link            | usr/lib/a=e>/1 etc/a=null             | ",
                "masked at run time          | usr/lib/a=e>/1 run/a=null             | ",
                "masked by an empty file     | usr/lib/a=e>/1 etc/a=empty            | ",
                "hidden by comments          | usr/lib/a=e>/1 etc/a=comment          | ",
                "masked, and another file    | usr/lib/a=e>/1 etc/a=null etc/b=e>/2  | e>/2",
                "a mask of lower rank        | etc/a=e>/1 usr/lib/a=null             | e>/1",
                "a link to nothing           | etc/a=gone usr/lib/a=e>/1             | e>/1",
            })
    void readsThem(String name, String files, String lines) throws IOException {
        for (String file : files.split(" +")) {
            write(file.substring(0, file.indexOf('=')), file.substring(file.indexOf('=') + 1));
        }
        assertThat(BinfmtSettings.of(new LocalHost(root)).lines().stream()
                        .map(line -> line.entry().name() + ">" + line.entry().interpreter())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(lines == null ? "" : lines);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "the name of Debian          | etc/qemu-aarch64=null                  | linux/arm64 | /etc/binfmt.d/qemu-aarch64.conf is a link to /dev/null",
                "the name of Fedora          | etc/qemu-aarch64-static=empty          | linux/arm64 | /etc/binfmt.d/qemu-aarch64-static.conf is empty",
                "at run time                 | run/qemu-aarch64=null                  | linux/arm64 | /run/binfmt.d/qemu-aarch64.conf is a link to /dev/null",
                "by what it hides            | usr/lib/all=e>/1 etc/all=null          | linux/arm64 | /etc/binfmt.d/all.conf is a link to /dev/null",
                "for another CPU             | etc/qemu-aarch64=null                  | linux/s390x | ",
                "a name that says nothing    | etc/all=null                           | linux/arm64 | ",
                "an own file in its place    | etc/qemu-aarch64=null etc/my=e>/usr/bin/qemu-aarch64-static | linux/arm64 | ",
            })
    void saysWhatIsMasked(String name, String files, String platform, String why) throws IOException {
        for (String file : files.split(" +")) {
            write(file.substring(0, file.indexOf('=')), file.substring(file.indexOf('=') + 1));
        }
        program("usr/bin/qemu-aarch64-static");
        program("usr/bin/qemu-s390x-static");
        var host = new LocalHost(root);
        Platform wanted = Platform.parse(platform);
        assertThat(InstalledQemu.serving(host, wanted).isPresent()).isEqualTo(why == null);
        assertThat(InstalledQemu.masked(host, wanted)
                        .map(text -> text.replaceFirst(",.*", ""))
                        .orElse(null))
                .isEqualTo(why);
    }

    @Test
    void malformedLinesAndThoseForNoKnownCpuAreLeftOut() throws IOException {
        Path folder = Files.createDirectories(root.resolve("usr/lib/binfmt.d"));
        Files.writeString(
                folder.resolve("x.conf"),
                "# a comment\n\n; another\n" + line("e>/1") + "nonsense\n:java:M::\\xca\\xfe::/2:\n");
        Files.writeString(folder.resolve("x.conf.bak"), line("f>/1"));
        Files.writeString(folder.resolve(".hidden.conf"), line("g>/1"));
        assertThat(BinfmtSettings.of(new LocalHost(root)).lines())
                .extracting(line -> line.entry().name())
                .containsExactly("e");
    }

    private void write(String place, String content) throws IOException {
        int slash = place.lastIndexOf('/');
        Path folder =
                Files.createDirectories(root.resolve(place.substring(0, slash)).resolve("binfmt.d"));
        Path file = folder.resolve(place.substring(slash + 1) + ".conf");
        switch (content) {
            case "null" -> Files.createSymbolicLink(file, Path.of("/dev/null"));
            case "gone" -> Files.createSymbolicLink(file, Path.of("/no/such/file"));
            case "empty" -> Files.writeString(file, "");
            case "comment" -> Files.writeString(file, "# nothing\n");
            default -> Files.writeString(file, line(content));
        }
    }

    private static String line(String entryAndProgram) {
        String[] words = entryAndProgram.split(">");
        return ":" + words[0] + ":M::" + ARM64 + ":"
                + Stream.generate(() -> "\\xff").limit(20).collect(Collectors.joining()) + ":" + words[1] + ":F\n";
    }

    private void program(String name) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
