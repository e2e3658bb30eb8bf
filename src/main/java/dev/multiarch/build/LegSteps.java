package dev.multiarch.build;

import dev.multiarch.dockerfile.BuildSteps;
import dev.multiarch.host.BuilderHost;
import dev.multiarch.image.Platform;
import dev.multiarch.text.FormatException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/** The steps of a leg, by its Dockerfile and by what is known of the builder's host while it is built. */
final class LegSteps implements BuildWatch.Steps {
    private final Platform platform;
    private final Optional<Platform> own;
    private final Supplier<Optional<Boolean>> legIsEmulated;
    private final String file;
    private Optional<BuildSteps> steps = Optional.empty();
    private String unknown = "";

    /** @param own the platform that the builder runs itself */
    LegSteps(LegDockerfile file, Platform platform, Optional<Platform> own, Supplier<Optional<Boolean>> legIsEmulated) {
        this.platform = platform;
        this.own = own;
        this.legIsEmulated = legIsEmulated;
        this.file = file.name();
        try {
            steps = Optional.of(file.steps(platform, own));
        } catch (FormatException why) {
            unknown = why.getMessage();
        } catch (IOException e) {
            unknown = "its Dockerfile could not be read";
        }
    }

    @Override
    public String unknown() {
        return unknown;
    }

    @Override
    public Optional<BuildSteps.Step> find(String name) {
        return steps.flatMap(known -> known.find(name));
    }

    @Override
    public Optional<Boolean> isEmulated(Optional<BuildSteps.Step> step) {
        boolean ofLeg = step.map(at -> at.platform().equals(platform)).orElse(true);
        return ofLeg
                ? legIsEmulated.get()
                : own.map(cpu -> !BuilderHost.runsOn(cpu, step.orElseThrow().platform()));
    }

    @Override
    public String file() {
        return file;
    }
}
