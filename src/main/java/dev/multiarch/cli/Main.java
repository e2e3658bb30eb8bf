package dev.multiarch.cli;

import dev.multiarch.cli.action.GitHubStep;
import dev.multiarch.cli.action.PluginSettings;
import dev.multiarch.cli.console.Command;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.ExitCode;
import dev.multiarch.cli.console.Failure;
import dev.multiarch.cli.console.Step;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.console.Version;
import dev.multiarch.cli.console.Workspace;
import dev.multiarch.process.FileOutput;
import dev.multiarch.text.Nearest;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The first word picks the command, and only that command's options are read. */
public final class Main {
    private final Console console;

    public Main(Console console) {
        this.console = console;
    }

    public static void main(String[] args) {
        // Without these picocli looks for Groovy in the whole jar, and loads classes for dates and times. No option is
        // one.
        System.setProperty("picocli.disable.closures", "true");
        System.setProperty("picocli.converters.excludes", "java[.](sql|time)[.].*");
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        var err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        int code = run(out, err, System.getenv(), Path.of(""), List.of(args));
        // Nothing is left to do that a shutdown would: programs have ended, files are closed.
        Runtime.getRuntime().halt(code);
    }

    /**
     * One call, from its first byte to its exit code. It reads no other environment and changes nothing of this JVM.
     *
     * @param directory that relative paths start from
     */
    public static int run(
            PrintStream out, PrintStream err, Map<String, String> environment, Path directory, List<String> args) {
        // Asked here, so that its classes are loaded on GitHub alone.
        boolean onGitHub = "true".equals(environment.get("GITHUB_ACTIONS"));
        Step step = onGitHub ? GitHubStep.of(environment, err) : Step.NONE;
        int code = new Main(new Console(out, err, environment, directory, step)).run(args);
        // An answer that reached nobody is not an answer.
        return out.checkError() && code == ExitCode.FINE ? ExitCode.FAILED : code;
    }

    public int run(List<String> args) {
        String word =
                !args.isEmpty() ? args.get(0) : PluginSettings.isGiven(console.environment()) ? "action" : "--help";
        if (List.of("--help", "-h", "help").contains(word)) {
            return help(args);
        }
        if (List.of("--version", "-V").contains(word)) {
            console.out().println("multiarch " + Version.read());
            return ExitCode.FINE;
        }
        var entry = Commands.named(word);
        if (entry.isEmpty() && word.startsWith("-")) {
            return usage("the option " + word + " comes before the command. Fix: multiarch COMMAND " + word
                    + "; multiarch --help lists the commands");
        }
        if (entry.isEmpty()) {
            String hint = PolicyCommand.VERBS.contains(word)
                    ? "Did you mean \"policy " + word + "\"?"
                    : word.equals("version") ? "Did you mean \"--version\"?" : Nearest.hint(word, Commands.names());
            return usage("there is no command \"" + word + "\". " + hint + (hint.endsWith("?") ? "" : ".")
                    + " Fix: multiarch --help");
        }
        return run(entry.get(), args.isEmpty() ? args : args.subList(1, args.size()));
    }

    private int usage(String message) {
        return Failure.report(console, new UsageException(message), false);
    }

    private int run(Commands.Entry entry, List<String> args) {
        int dashes = args.indexOf("--");
        List<String> own = dashes < 0 ? args : args.subList(0, dashes);
        List<String> rest = dashes < 0 ? List.of() : args.subList(dashes + 1, args.size());
        Preload.begin();
        Command command = Commands.make(entry, console);
        CommandSpec spec = command.spec();
        CommandLine line = new CommandLine(spec)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false) // an argument may come from a pull request; it names no file to read
                .setOverwrittenOptionsAllowed(false)
                .setCommandName("multiarch " + entry.name());
        try {
            line.parseArgs(own.toArray(String[]::new));
            if (line.isUsageHelpRequested()) {
                console.out().print(HelpText.of(entry, command, line));
                return ExitCode.FINE;
            }
            requireValues(spec);
            checkOutput(spec);
            if (!rest.isEmpty() && !command.takesRest()) {
                throw new UsageException(entry.name() + " accepts nothing after \"--\", found " + rest);
            }
            return command.run(rest);
        } catch (CommandLine.ParameterException e) {
            String message = new UsageHints(console, entry, command.takesRest(), spec).message(e);
            return usage(entry.name() + ": " + message);
        } catch (Exception | StackOverflowError | OutOfMemoryError e) {
            return Failure.report(console, e, command.verbose());
        }
    }

    /**
     * @throws UsageException if a value is empty, as a shell's unset variable is: {@code --policy ""} would judge by less than
     *     was meant
     */
    private static void requireValues(CommandSpec spec) throws UsageException {
        for (OptionSpec option : spec.options()) {
            if (option.originalStringValues().stream().anyMatch(String::isBlank)) {
                String name = option.longestName();
                throw new UsageException(
                        name + ": the value is empty. Perhaps a variable is not set. Fix: give a value, or leave "
                                + name + " out");
            }
        }
    }

    /** Before anything is done, so that no answer gets lost. */
    private void checkOutput(CommandSpec spec) throws UsageException, IOException {
        OptionSpec output = spec.findOption("--output");
        if (output != null && !output.stringValues().isEmpty()) {
            String file = output.stringValues().get(0);
            Path path = Workspace.writing(console, "--output", file);
            if (Files.isDirectory(path)) {
                throw new UsageException("--output " + file + ": this is a folder. Fix: name a file");
            }
            FileOutput.check(path);
        }
    }

    private int help(List<String> args) {
        if (args.size() > 1 && Commands.named(args.get(1)).isPresent()) {
            return run(Commands.named(args.get(1)).get(), List.of("--help"));
        }
        console.out().print(HelpText.ofAll());
        return ExitCode.FINE;
    }
}
