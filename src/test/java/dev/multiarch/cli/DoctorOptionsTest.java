package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of doctor's options goes together, and what is said where it doesn't. */
class DoctorOptionsTest {
    @RegisterExtension
    final Commands commands = new Commands();

    @TempDir
    Path folder;

    @ParameterizedTest(name = "doctor {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "--root root --fix --platforms linux/arm64   | nothing is changed there. Fix: run doctor --fix on that host",
                "--root root --uninstall                     | nothing is changed there",
                "--facts f.json --fix --platforms linux/arm64 | nothing is changed there",
                "--facts f.json --root root                  | --facts tells all by itself",
                "--facts f.json --builder b                  | --facts tells all by itself",
                "--facts f.json --platforms linux/arm64      | --facts tells all by itself",
                "--root root --builder b                     | name two hosts",
                "--root gone                                 | --root gone is no folder",
                "--root file                                 | --root file is no folder",
                "--dry-run                                   | --dry-run belongs to --fix. Fix: add --fix",
                "--plan p.json                               | --plan belongs to --fix. Fix: add --fix",
                "--fix                                       | --fix needs to know for what: add --platforms",
                "--fix --uninstall --platforms linux/arm64   | are three things: leave two out",
                "--fix --explain x --platforms linux/arm64   | are three things: leave two out",
                "--uninstall --explain x                     | are three things: leave two out",
                "--rootless                                  | --rootless runs a command",
                "--fix --rootless                            | --rootless runs a command",
                "--fix --rootless --dry-run -- true          | --rootless runs a command",
                "--platforms linux/arm64 -- true             | belongs to --fix --rootless",
                "--platforms linux                           | linux",
                "--platforms linux/arm64/v8/x                | malformed",
                "--format github                             | --format github is for plan alone",
            })
    void saysWhatDoesNotGoTogether(String options, String words) throws Exception {
        Files.createDirectories(folder.resolve("root"));
        Files.writeString(folder.resolve("file"), "");
        Files.writeString(folder.resolve("f.json"), "{}");
        Files.writeString(folder.resolve("p.json"), "{}");
        String[] typed = ("doctor " + options.strip()).split(" ");
        assertThat(commands.in(folder).with("PATH", "/nonexistent").run(typed))
                .stdoutIsEmpty()
                .exitCode(2)
                .stderrContains(words);
    }
}
