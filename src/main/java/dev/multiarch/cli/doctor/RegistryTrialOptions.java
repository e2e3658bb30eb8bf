package dev.multiarch.cli.doctor;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.ExitCode;
import dev.multiarch.cli.console.Terminal;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.cli.options.Format;
import dev.multiarch.cli.options.Options;
import dev.multiarch.cli.options.OutputOptions;
import dev.multiarch.image.Reference;
import dev.multiarch.process.Programs;
import dev.multiarch.profile.Profile;
import dev.multiarch.profile.Trials;
import dev.multiarch.registry.Registry;
import dev.multiarch.registry.settings.RegistrySettings;
import dev.multiarch.step.StepFailed;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What doctor does with a registry instead of a host. */
final class RegistryTrialOptions {
    static final String HEADING = "Try a registry";

    private static final int STANDARD_INPUT = 0;
    private static final int STANDARD_ERROR = 2;
    private static final int INTERRUPTED = 130;

    private static final Pattern ADDRESS = Pattern.compile("https?://(.+?)/*");
    private static final Pattern HOST = Pattern.compile("((?:[^/:@]+\\.[^/:@]+|localhost)(?::[0-9]+)?)/*");

    private final OptionSpec registry = Options.text(
            "--registry",
            "REPO",
            "Try what the registry of this repository accepts, with tiny images of separate names that are removed"
                    + " again, and say what follows from it. Looks at no host.");

    private final OptionSpec yes = Options.flag(
            "--yes", "With --registry: do not ask, even if the registry refuses DELETE and what was pushed stays.");

    CommandSpec spec() {
        return Options.group(registry, yes);
    }

    Optional<String> repository() {
        return Options.given(registry);
    }

    /** @param others options that are about a host */
    void requireAlone(List<String> others) throws UsageException {
        boolean sure = yes.getValue();
        if (repository().isEmpty()) {
            if (sure) {
                throw new UsageException("--yes needs --registry. Fix: add --registry REPO");
            }
            return;
        }
        if (!others.isEmpty()) {
            throw new UsageException("--registry looks at no host, so it cannot be combined with "
                    + String.join(", ", others) + ". Fix: leave one of them out");
        }
    }

    /** The name of a registry alone would be read as an image of Docker Hub. */
    private static void requireRepository(String given) throws UsageException {
        Matcher address = ADDRESS.matcher(given);
        String named = address.matches() ? address.group(1) : given;
        Matcher host = HOST.matcher(named);
        if (address.matches() || host.matches()) {
            String other = host.matches()
                    ? "name a repository there that you may push to, such as " + host.group(1)
                            + (host.group(1).matches("(?:[0-9]|localhost).*") ? "/scratch" : "/OWNER/scratch")
                    : "--registry " + named;
            throw new UsageException("--registry " + given + ": expected a repository, found the "
                    + (address.matches() ? "address" : "name") + " of a registry. Fix: " + other);
        }
    }

    /** @return {@link ExitCode#UNKNOWN} where something could not be tried */
    int run(Console console, OutputOptions output, Programs programs, List<String> insecure) throws Exception {
        String given = repository().orElseThrow();
        requireRepository(given);
        Reference named = Reference.parse(given);
        if (named.tag().isPresent() || named.digest().isPresent()) {
            throw new UsageException("--registry " + named + ": expected a repository without tag and digest. Fix:"
                    + " --registry " + named.name());
        }
        var settings = RegistrySettings.of(console.environment(), new LinkedHashSet<>(insecure));
        try (var client = new Registry(settings, programs)) {
            var trials = new Trials(client, named, line -> output.progress(console, line));
            requireConsent(console, named, trials);
            Optional<Profile> profile = profile(console, trials);
            if (profile.isEmpty()) {
                return INTERRUPTED;
            }
            output.answer(
                    console,
                    output.format() == Format.JSON
                            ? profile.get().json()
                            : profile.get().text().getBytes(StandardCharsets.UTF_8));
            return profile.get().isWhole() ? ExitCode.FINE : ExitCode.UNKNOWN;
        }
    }

    private void requireConsent(Console console, Reference repository, Trials trials)
            throws StepFailed, UsageException, IOException {
        Optional<String> refused = trials.refusesDelete();
        boolean sure = yes.getValue();
        if (refused.isEmpty() || sure) {
            return;
        }
        String what = "this registry refuses DELETE (" + refused.get() + "): in " + repository.name() + ", "
                + trials.stays() + " would stay";
        if (!Terminal.isOne(STANDARD_INPUT) || !Terminal.isOne(STANDARD_ERROR)) {
            throw new UsageException(
                    what + ". Nothing was pushed. Fix: name a repository that is for this alone, and add --yes");
        }
        console.say(what + ". Push it? [y/N]");
        var in = new BufferedReader(
                new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8));
        String answer = in.readLine();
        if (answer == null || !answer.strip().equalsIgnoreCase("y")) {
            throw new UsageException("nothing was pushed. Fix: name a repository that is for this alone");
        }
    }

    /** @return empty where a signal ended it */
    private static Optional<Profile> profile(Console console, Trials trials) throws StepFailed, InterruptedException {
        var hook = new Thread(() -> {
            List<String> left = trials.remove();
            console.say(
                    left.isEmpty()
                            ? "interrupted: everything that was pushed is removed again"
                            : "interrupted: this stays, as it could not be removed: " + String.join(", ", left));
        });
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            Profile profile = trials.run();
            return Runtime.getRuntime().removeShutdownHook(hook) ? Optional.of(profile) : Optional.empty();
        } catch (IllegalStateException ended) { // also a CancellationException is one
            hook.join(); // this process must not end before it
            return Optional.empty();
        }
    }
}
