package dev.multiarch.cli.options;

import dev.multiarch.archive.Selection;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.image.KnownPlatforms;
import dev.multiarch.image.Reference;
import dev.multiarch.text.Durations;
import dev.multiarch.text.FormatException;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Which records of a store are meant. */
public final class SelectionOptions {
    public static final String HEADING = "Which records";

    private final OptionSpec image = Options.text("--image", "REPO", "Only records of this image.");
    private final OptionSpec plan = Options.text("--plan-id", "ID", "Only records of this plan.");
    private final OptionSpec platform = Options.text("--platform", "PLATFORM", "Only records of this platform.");
    private final OptionSpec older = Options.text("--older-than", "AGE", "Built longer ago than this: 90d, 2w, 12h.");
    private final OptionSpec newer = Options.text("--newer-than", "AGE", "Built within this time: 90d, 2w, 12h.");

    /** @param more options of the command that belong here */
    public CommandSpec spec(OptionSpec... more) {
        CommandSpec group = Options.group(image, plan, platform, older, newer);
        for (OptionSpec option : more) {
            group.addOption(option);
        }
        return group;
    }

    public boolean isByAge() {
        return Options.given(older).isPresent();
    }

    public Selection selection() throws UsageException {
        return new Selection(
                Options.<String>given(image).map(Reference::parse).map(Reference::repositoryOnly),
                Options.given(plan),
                Options.<String>given(platform).map(KnownPlatforms::parse),
                ago("--newer-than", newer),
                ago("--older-than", older));
    }

    private static Optional<Instant> ago(String name, OptionSpec option) throws UsageException {
        Optional<String> age = Options.given(option);
        try {
            return age.map(text -> Instant.now().minus(Durations.parse(text)));
        } catch (FormatException malformed) {
            throw new UsageException(name + " " + age.orElse("") + ": " + malformed.getMessage());
        }
    }
}
