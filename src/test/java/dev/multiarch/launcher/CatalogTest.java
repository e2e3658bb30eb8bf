package dev.multiarch.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.cli.action.InputTable;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CatalogTest {
    /** A step of a workflow has no use for these. */
    private static final List<String> ONLY_AT_A_TERMINAL =
            List.of("inspect", "why", "record", "records", "policy", "demo", "registry", "completion");

    @RegisterExtension
    final Commands commands = new Commands();

    @Test
    void whatJBangIsToldIsWhatMavenBuilds() throws IOException {
        assertThat(commands.program("scripts/jbang-sources", "--print"))
                .as("stale: run scripts/jbang-sources")
                .exitCode(0)
                .stdoutIs(Files.readString(Path.of("scripts/multiarch.java")));
        assertThat(commands.program("scripts/jbang-sources", "--print-status"))
                .as("stale: run scripts/jbang-sources")
                .exitCode(0)
                .stdoutIs(Files.readString(Path.of("scripts/status.java")));
        assertThat(commands.program("scripts/jbang-sources", "--print-gs"))
                .as("stale: run scripts/jbang-sources")
                .exitCode(0)
                .stdoutIs(Files.readString(Path.of("scripts/multiarch_gs.java")));
    }

    /** Who judges an image fetches no library for GitHub's API. */
    @Test
    void onlyOneAliasHasTheLibraryForGitHub() throws IOException {
        for (String alias : aliases().members().keySet()) {
            String source = Files.readString(Path.of("scripts", alias.replace('-', '_') + ".java"));
            assertThat(source.contains("org.kohsuke") || source.contains("/github/api/"))
                    .as(alias)
                    .isEqualTo(alias.equals("status"));
        }
    }

    /** 58 MB that only records in gs:// need. */
    @Test
    void onlyOneAliasHasGooglesLibrary() throws IOException {
        for (String alias : aliases().members().keySet()) {
            String source = Files.readString(Path.of("scripts", alias.replace('-', '_') + ".java"));
            assertThat(source.contains("com.google.cloud") || source.contains("src/gcs/"))
                    .as(alias)
                    .isEqualTo(alias.equals("multiarch-gs"));
        }
    }

    @Test
    void eachCommandHasItsAliasAndBuildACallableOne() throws IOException {
        List<String> expected = new ArrayList<>(List.of("multiarch", "multiarch-gs"));
        dev.multiarch.cli.Commands.names()
                .forEach(command ->
                        expected.add(List.of("build", "record").contains(command) ? command + "-leg" : command));
        assertThat(aliases().members().keySet()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void theActionOffersWhatTheCommandLineDoes() {
        List<String> names = new ArrayList<>(dev.multiarch.cli.Commands.names());
        assertThat(names).containsAll(ONLY_AT_A_TERMINAL);
        names.removeAll(ONLY_AT_A_TERMINAL);
        names.add("login"); // at a terminal docker login does it
        assertThat(names).containsExactlyInAnyOrderElementsOf(InputTable.commands());
        assertThat(commands.run("--help"))
                .exitCode(0)
                .stdoutContains(dev.multiarch.cli.Commands.names().stream()
                        .map(command -> "\n  " + command + " ")
                        .toArray(String[]::new));
    }

    @Test
    void eachAliasRunsItsCommand() throws IOException {
        JsonObject aliases = aliases();
        for (String alias : aliases.members().keySet()) {
            String file = aliases.object(alias).text("script-ref");
            String name = alias.replace('-', '_');
            assertThat(file).isEqualTo("scripts/" + name + ".java");
            String source = Files.readString(Path.of(file));
            assertThat(source).contains("class " + name + " {");
            if (!alias.startsWith("multiarch")) {
                assertThat(source)
                        .contains("//SOURCES multiarch.java\n")
                        .contains("multiarch.command(\"" + alias.replace("-leg", "") + "\", arguments);");
            }
        }
    }

    private static JsonObject aliases() throws IOException {
        return Json.read(Files.readAllBytes(Path.of("jbang-catalog.json")), "jbang-catalog.json")
                .object("aliases");
    }
}
