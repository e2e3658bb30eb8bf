package dev.multiarch.cli;

import dev.multiarch.cli.action.ActionInputs;
import dev.multiarch.cli.console.Command;
import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.ExitCode;
import dev.multiarch.cli.options.Options;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.cli.options.ToolOptions;
import dev.multiarch.image.Reference;
import dev.multiarch.step.Login;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

final class LoginCommand implements Command {
    private static final Duration BUDGET = Duration.ofMinutes(1);

    private final Console console;
    private final ToolOptions registries = new ToolOptions();
    private final OutputOptions output = new OutputOptions();

    private final OptionSpec image = Options.required("--image", "REPO", "The image that is to be pushed.");

    private final OptionSpec registry = Options.text("--registry", "HOST", "The registry; the image's own by default.");

    private final OptionSpec user = Options.text("--username", "USER", "Who logs in; GITHUB_ACTOR by default.");

    private final OptionSpec noPush =
            Options.flag("--no-push", "Nothing will be pushed: log in only if a password is given.");

    private final OptionSpec readOnly =
            Options.flag("--read-only", "The workflow's token can only read: do not log" + " in.");

    LoginCommand(Console console) {
        this.console = console;
    }

    @Override
    public CommandSpec spec() {
        return Options.command(
                        "Logs docker in to the image's registry before anything is built. For action.yml: password"
                                + " and token come in"
                                + " variables, which other users of this machine can't read.")
                .addMixin("Login", Options.group(image, registry, user, noPush, readOnly))
                .addMixin(ToolOptions.HEADING, registries.spec())
                .addMixin(OutputOptions.HEADING, output.spec());
    }

    @Override
    public int run(List<String> rest) throws Exception {
        output.requireNoMatrix();
        Reference named = Reference.parse(image.getValue());
        String password = variable(ActionInputs.variable("password"));
        Optional<String> host = Options.given(registry);
        Optional<String> name = Options.given(user);
        boolean reads = readOnly.getValue();
        boolean stays = noPush.getValue();
        if (reads || stays && password.isBlank()) {
            console.say("nobody logs in to " + host.orElse(named.registry()) + ": nothing will be pushed");
            return ExitCode.FINE;
        }
        var request = new Login.Request(
                named,
                host,
                name.orElse(variable("GITHUB_ACTOR")),
                password,
                variable(ActionInputs.variable("github-token")));
        new Login(registries.tools(console, output, BUDGET)).run(request);
        return ExitCode.FINE;
    }

    private String variable(String name) {
        return console.environment().getOrDefault(name, "");
    }

    @Override
    public boolean verbose() {
        return output.verbose();
    }
}
