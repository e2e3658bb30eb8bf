package dev.multiarch.cli.options;

import dev.multiarch.cli.console.Console;
import dev.multiarch.cli.console.UsageException;
import dev.multiarch.image.KnownPlatforms;
import dev.multiarch.image.Platform;
import dev.multiarch.plan.Plan;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/** Which leg of the plan, and which attempt at it. */
public final class LegOptions {
    private final OptionSpec platform = Options.required("--platform", "PLATFORM", "The leg: linux/arm64.");

    private final OptionSpec attempt = Options.number(
            "--attempt", "N", "The number of this attempt, if attempts write their records to different places.");

    /** The options themselves, for the groups that they belong to. */
    public OptionSpec platform() {
        return platform;
    }

    public OptionSpec attempt() {
        return attempt;
    }

    /** @throws UsageException if the plan has no such leg */
    public Platform leg(Plan plan) throws UsageException {
        Platform leg = KnownPlatforms.parse(platform.getValue());
        if (!plan.platforms().contains(leg)) {
            throw new UsageException("--platform " + leg + " is not in plan " + plan.id() + ", which has "
                    + plan.platforms() + ". Fix: name one of these, or plan again");
        }
        return leg;
    }

    /**
     * @param version of Windows: it distinguishes two legs of one platform
     * @throws UsageException if the plan has no such leg, or the platform has no versions
     */
    public Platform leg(Plan plan, Optional<String> version) throws UsageException {
        Platform named = KnownPlatforms.parse(platform.getValue());
        if (version.isEmpty()) {
            return leg(plan);
        }
        if (!named.os().equals("windows")) {
            throw new UsageException("--os-version " + version.get() + " is for Windows, but --platform is " + named
                    + ". Fix: leave out --os-version");
        }
        if (!named.osVersion().isEmpty() && !named.osVersion().equals(version.get())) {
            throw new UsageException("--os-version " + version.get() + " is not that of --platform " + named
                    + ". Fix: leave out one of them");
        }
        Platform exact = new Platform(named.os(), named.architecture(), named.variant(), version.get());
        return plan.platforms().contains(exact) ? exact : leg(plan);
    }

    /** Empty for the next free one. */
    public Optional<Integer> number() {
        return Options.given(attempt);
    }

    /** Where each leg has a separate runner, a re-run finds an empty store; its record must not look like the first one. */
    public int lowest(Console console) {
        String number = console.environment().getOrDefault("GITHUB_RUN_ATTEMPT", "");
        return number.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(number) : 1;
    }
}
