package dev.multiarch.cli.options;

import dev.multiarch.cli.console.UsageException;
import dev.multiarch.policy.Judgement;
import dev.multiarch.policy.Need;
import dev.multiarch.policy.Policy;
import dev.multiarch.smoke.Smoke;
import dev.multiarch.step.Session;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/** Whether what policies want to be run in images is run, and where. */
public final class RunOptions {
    private final OptionSpec run = Options.flag(
            "--run",
            "Run the commands of image.smoke in each platform's image, on a builder. Without it the rule is unknown,"
                    + " unless the records say what became of them.");

    private final OptionSpec builder =
            Options.text("--builder", "NAME", "With --run: the buildx builder; the current one by default.");

    public OptionSpec run() {
        return run;
    }

    public OptionSpec builder() {
        return builder;
    }

    public boolean isGiven() {
        return run.getValue();
    }

    /** @param judges of which one must say what to run */
    public void check(List<Policy> judges) throws UsageException {
        if (isGiven() && !Judgement.needs(judges).contains(Need.RUNS)) {
            throw new UsageException(
                    "--run: no policy says what to run: none has image.smoke. Fix: multiarch policy explain"
                            + " image.smoke shows how, or multiarch smoke runs a command without a policy");
        }
        if (!isGiven() && Options.given(builder).isPresent()) {
            throw new UsageException(
                    "--builder says where images are run, and nothing is run without --run. Fix: give" + " --run too");
        }
    }

    public Session on(Session tools) {
        return isGiven() ? tools.with(new Smoke(tools, Options.given(builder))) : tools;
    }
}
