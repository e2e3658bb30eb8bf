package dev.multiarch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.Step;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** What help offers is what the command takes, and what it shows can be copied. */
class HelpTextTest {
    private static final Console CONSOLE = new Console(System.out, System.err, Map.of(), Path.of(""), Step.NONE);

    @RegisterExtension
    final dev.multiarch.Commands commands = new dev.multiarch.Commands();

    private static List<String> names() {
        return Commands.names();
    }

    /** A digest or a URL on two lines can't be copied. */
    @ParameterizedTest
    @MethodSource("names")
    void noWordIsOnTwoLines(String name) {
        CommandSpec spec =
                Commands.make(Commands.named(name).orElseThrow(), CONSOLE).spec();
        List<String> shown = Arrays.asList(help(name).split("\\s+"));
        assertThat(words(spec)).isNotEmpty().isSubsetOf(shown);
    }

    private static List<String> words(CommandSpec spec) {
        Stream<ArgSpec> args = Stream.concat(spec.options().stream(), spec.positionalParameters().stream());
        return Stream.concat(
                        args.map(arg -> String.join(" ", arg.description())),
                        Stream.of(spec.usageMessage().description()))
                .flatMap(text -> Stream.of(text.strip().split("\\s+")))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    void helpIsTheLastOfAllOptions(String name) {
        String options = help(name).split("\nExamples:")[0];
        List<String> shown = options.lines()
                .filter(line -> line.matches(" {2}(-h,| {3}) --.*"))
                .toList();
        assertThat(shown.get(shown.size() - 1)).startsWith("  -h, --help");
    }

    @ParameterizedTest
    @CsvSource({
        "promote, --now",
        "status, --now",
        "build, --now",
        "build, --require",
        "smoke, --require",
        "doctor, --require",
    })
    void whatACommandWouldRefuseOrNotReadIsNotOffered(String name, String option) {
        assertThat(help(name)).doesNotContain("  " + option + "=");
        commands.run(name, option + "=x").assertThat().exitCode(2).stderrIsOneLineWith(option + " is an option of ");
    }

    @Test
    void whatTheUsualPolicyIsIsTrueOfEachCommand() {
        assertThat(help("build")).doesNotContain("all of them judge", "baseline");
        assertThat(help("doctor")).contains("host (the default)").doesNotContain("baseline (the default");
        assertThat(help("verify-index")).contains("baseline (the default)");
    }

    /** Messages list the commands in the order in which help shows them, the most used first. */
    @Test
    void oneOrderOfCommands() {
        String help = HelpExample.help("--help");
        List<String> shown = help.lines()
                .filter(line -> line.matches("  [a-z-]+ {2,}.*"))
                .map(line -> line.strip().split(" ")[0])
                .toList();
        assertThat(shown).isEqualTo(Commands.names());
        assertThat(help).containsPattern("Build and publish:\n  ship ");
    }

    private static String help(String name) {
        return HelpExample.help(name, "--help");
    }
}
