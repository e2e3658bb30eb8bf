package dev.multiarch.cli.options;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.InputFile;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.console.Workspace;
import dev.multiarch.github.Api;
import dev.multiarch.github.Event;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.process.FileInput;
import dev.multiarch.registry.settings.Hosts;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Which commit on GitHub, and with which token. In a workflow the runner says both. */
public final class GitHubOptions {
    public static final String HEADING = "GitHub";

    private static final int LARGEST_EVENT = 32 << 20;

    private final OptionSpec repository =
            Options.text("--repository", "OWNER/NAME", "The repository on GitHub (GITHUB_REPOSITORY).");

    private final OptionSpec sha = Options.text(
            "--sha",
            "COMMIT",
            "The commit, as a full hash. In a workflow it comes from the event: a pull request's head, a merge group's"
                    + " head, else GITHUB_SHA.");

    private final OptionSpec pull =
            Options.text("--pull-request", "NUMBER", "The pull request; in a workflow it comes from the event.");

    private final OptionSpec url = Options.text(
            "--target-url", "URL", "The page that a click on the status opens;" + " in a workflow, the run.");

    private final OptionSpec token =
            Options.text("--github-token-env", "VARIABLE", "The environment variable with the token (GITHUB_TOKEN).");

    public CommandSpec spec() {
        return Options.group(repository, sha, pull, url, token);
    }

    /** @throws FormatException if the event does not say what it has to */
    public Event event(Console console) throws UsageException, IOException {
        Optional<String> sha = Options.given(this.sha);
        Optional<String> pull = Options.given(this.pull);
        Optional<Integer> number = Optional.empty();
        if (pull.isPresent()) {
            if (!pull.get().matches("[1-9]\\d{0,8}")) {
                throw new UsageException(
                        "--pull-request is \"" + pull.get() + "\". Fix: write its number, such as --pull-request 12");
            }
            number = Optional.of(Integer.valueOf(pull.get()));
        }
        String file = console.environment().getOrDefault("GITHUB_EVENT_PATH", "");
        Optional<JsonObject> payload = file.isBlank() || sha.isPresent() ? Optional.empty() : Optional.of(read(file));
        return Event.of(console.environment(), payload, new Event.Given(Options.given(repository), sha, number));
    }

    private static JsonObject read(String file) throws IOException {
        try (InputStream in = FileInput.open(Path.of(file))) {
            return Json.read(in.readNBytes(LARGEST_EVENT), "the event in GITHUB_EVENT_PATH");
        }
    }

    public Api.Settings settings(Console console, Event event) throws UsageException {
        Map<String, String> environment = console.environment();
        Optional<String> token = Options.given(this.token);
        // An input that is given says more than a variable that may be there for something else.
        String input = "MULTIARCH_INPUT_GITHUB_TOKEN";
        boolean given = token.isEmpty() && !environment.getOrDefault(input, "").isBlank();
        String variable = given ? input : token.orElse("GITHUB_TOKEN");
        String secret = environment.getOrDefault(variable, "").strip();
        if (secret.isEmpty()) {
            throw new UsageException("there is no token for GitHub: the variable " + variable
                    + " is empty. Fix: set it in the step's env, to ${{ github.token }}");
        }
        if (!secret.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new UsageException(
                    "the token in " + variable + " contains characters that a token can't contain. Fix: set it again");
        }
        return new Api.Settings(endpoint(environment), secret, event.repository(), environment);
    }

    private static URI endpoint(Map<String, String> environment) throws UsageException {
        String named = environment.getOrDefault("GITHUB_API_URL", "");
        try {
            URI uri = URI.create(
                    named.isBlank() ? "https://api.github.com" : named.strip().replaceFirst("/+$", ""));
            boolean safe = "https".equals(uri.getScheme())
                    || "http".equals(uri.getScheme()) && uri.getHost() != null && Hosts.isLoopback(uri.getHost());
            if (safe && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawQuery() == null) {
                return uri;
            }
        } catch (IllegalArgumentException malformed) {
            // said below; its message would quote a password
        }
        throw new UsageException("GITHUB_API_URL is not the address of an API. Fix: https://api.github.com, or"
                + " https://HOST/api/v3 for GitHub Enterprise Server");
    }

    /** The run's summary; empty where nothing is known of a run. */
    public String url(Console console) throws UsageException {
        Optional<String> url = Options.given(this.url);
        if (url.isPresent()) {
            if (!url.get().matches("https?://\\S{1,2000}")) {
                throw new UsageException(
                        "--target-url is \"" + url.get() + "\". Fix: an address that begins with https://");
            }
            return url.get();
        }
        Map<String, String> environment = console.environment();
        String server = environment.getOrDefault("GITHUB_SERVER_URL", "");
        String run = environment.getOrDefault("GITHUB_RUN_ID", "");
        String in = environment.getOrDefault("GITHUB_REPOSITORY", "");
        return server.startsWith("http") && run.matches("\\d+") ? server + "/" + in + "/actions/runs/" + run : "";
    }

    /** A verdict's file; empty where there is none, as the job that writes it may have failed. */
    public static Optional<byte[]> verdict(Console console, String named) throws UsageException, IOException {
        boolean missing = !Files.exists(Workspace.reading(console, "--verdict", named), LinkOption.NOFOLLOW_LINKS);
        return missing ? Optional.empty() : Optional.of(InputFile.read(console, "--verdict", named, LARGEST_EVENT));
    }
}
