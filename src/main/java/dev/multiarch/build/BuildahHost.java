package dev.multiarch.build;

import dev.multiarch.host.Builder;
import dev.multiarch.host.BuilderHost;
import dev.multiarch.host.HostFacts;
import dev.multiarch.host.LocalHost;
import dev.multiarch.host.Surveyor;
import dev.multiarch.image.Platform;
import dev.multiarch.process.Buildah;
import dev.multiarch.process.ProgramException;
import dev.multiarch.step.Session;
import dev.multiarch.step.StepFailed;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** This host, as what buildah builds on. */
record BuildahHost(Session tools, LocalHost here) {
    static BuildahHost of(Session tools) {
        return new BuildahHost(tools, new LocalHost(Path.of("/")));
    }

    /** Runs a program of the platform, and meanwhile no other program may begin. */
    HostFacts facts(Platform leg) {
        return new Surveyor(tools.programs(), tools.environment(), here).leg(leg);
    }

    Optional<Platform> own() {
        return here.own();
    }

    boolean runs(Platform platform) {
        return own().filter(cpu -> BuilderHost.runsOn(cpu, platform)).isPresent();
    }

    /** @throws StepFailed if it builds elsewhere */
    void require(Buildah buildah) throws ProgramException, StepFailed {
        if (buildah.isRemote(tools.programs())) {
            throw new StepFailed(
                    buildah.name() + " builds on another machine here, and multiarch could not read what it"
                            + " made. Fix: run multiarch on that machine. Nothing was built");
        }
    }

    /** As records name it. */
    Builder builder(Buildah buildah) {
        var node = new Builder.Node("", "", Builder.RUNNING, "", own().stream().toList(), "");
        return new Builder(buildah.title(), buildah.name(), List.of(node), "");
    }
}
