package dev.multiarch.cli;

import dev.multiarch.cli.console.Command;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.ExitCode;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.options.Format;
import dev.multiarch.cli.options.Options;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.json.Json;
import dev.multiarch.text.Nearest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

final class CompletionCommand implements Command {
    private static final String PROGRAM = "multiarch";
    /** With this line bash would offer no file where the script knows no word, and most values here are files. */
    private static final String NO_FILES = "(?m)^ *type compopt .* compopt \\+o default\\n+";

    private static final List<String> SHELLS = List.of("bash", "zsh", "fish");

    private final Console console;
    private final OutputOptions output = new OutputOptions();

    private final PositionalParamSpec shell =
            Options.operand(String.join("|", SHELLS), "Your shell.", SHELLS.toArray(String[]::new));

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public CommandSpec spec() {
        return Options.command(
                        "Prints a script that completes commands, options and their values in your shell.",
                        "source <(multiarch completion bash)",
                        "source <(multiarch completion zsh)",
                        "multiarch completion fish --output ~/.config/fish/completions/multiarch.fish")
                .addPositional(shell)
                .addMixin(OutputOptions.HEADING, output.spec());
    }

    @Override
    public int run(List<String> rest) throws Exception {
        output.requireNoMatrix();
        String name = shell.getValue();
        if (!SHELLS.contains(name)) {
            throw new UsageException("unknown shell \"" + name + "\", expected bash, zsh or fish. "
                    + Nearest.to(name, SHELLS)
                            .map(near -> "Fix: multiarch completion " + near)
                            .orElse("Fix: name one of these"));
        }
        CommandSpec program = program();
        // picocli's script for bash is one for zsh, too: there it loads bash's way of completing by itself.
        String script = name.equals("fish")
                ? new FishScript(program).text()
                : AutoComplete.bash(PROGRAM, new CommandLine(program)).replaceAll(NO_FILES, "");
        if (output.format() == Format.JSON) {
            output.answer(console, Json.write(Map.of("script", script)));
        } else {
            output.answer(console, script.getBytes(StandardCharsets.UTF_8));
        }
        return ExitCode.FINE;
    }

    /** All commands that people call, each with its options. */
    private CommandSpec program() {
        CommandSpec program = CommandSpec.create().name(PROGRAM).addOption(Options.help());
        program.addOption(
                OptionSpec.builder("-V", "--version").versionHelp(true).build());
        for (Commands.Entry entry : Commands.all()) {
            if (!entry.hidden()) {
                CommandSpec command = Commands.make(entry, console).spec();
                command.usageMessage().description(entry.summary());
                program.addSubcommand(entry.name(), command);
            }
        }
        return program;
    }

    @Override
    public boolean verbose() {
        return output.verbose();
    }
}
