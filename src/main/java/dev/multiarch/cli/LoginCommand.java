package dev.multiarch.cli;

import dev.multiarch.cli.action.ActionInputs;
import dev.multiarch.cli.console.Command;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.ExitCode;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.cli.options.ToolOptions;
import dev.multiarch.image.Reference;
import dev.multiarch.step.Login;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@picocli.CommandLine.Command(
        name = "login",
        description = "Logs docker in to the image's registry before anything is built. For action.yml: password and"
                + " token come in variables, which nobody else on this machine can read.")
final class LoginCommand implements Command {
    private static final Duration BUDGET = Duration.ofMinutes(1);

    private final Console console;

    @Option(names = "--image", required = true, paramLabel = "REPO", description = "The image that is to be pushed.")
    String image;

    @Option(names = "--registry", paramLabel = "HOST", description = "The registry; the image's own by default.")
    Optional<String> registry;

    @Option(names = "--username", paramLabel = "USER", description = "Who logs in; GITHUB_ACTOR by default.")
    Optional<String> user;

    @Option(
            names = "--no-push",
            description = "Nothing will be pushed: log in only where a password is given, to read.")
    boolean noPush;

    @Option(names = "--read-only", description = "The workflow's token only reads: nobody logs in.")
    boolean readOnly;

    @Mixin
    ToolOptions registries;

    @Mixin
    OutputOptions output;

    LoginCommand(Console console) {
        this.console = console;
    }

    @Override
    public int run(List<String> rest) throws Exception {
        output.requireNoMatrix();
        Reference named = Reference.parse(image);
        String password = variable(ActionInputs.variable("password"));
        if (readOnly || noPush && password.isBlank()) {
            console.say("nobody logs in to " + registry.orElse(named.registry()) + ": nothing will be pushed");
            return ExitCode.FINE;
        }
        var request = new Login.Request(
                named,
                registry,
                user.orElse(variable("GITHUB_ACTOR")),
                password,
                variable(ActionInputs.variable("job-token")));
        new Login(registries.tools(console, output, BUDGET)).run(request);
        return ExitCode.FINE;
    }

    private String variable(String name) {
        return console.environment().getOrDefault(name, "");
    }

    @Override
    public boolean verbose() {
        return output.verbose;
    }
}
