package dev.multiarch.build;

import dev.multiarch.fact.Fact;
import dev.multiarch.host.Builder;
import dev.multiarch.image.Platform;
import dev.multiarch.plan.Plan;
import dev.multiarch.process.ProgramException;
import dev.multiarch.step.CannotJudge;
import dev.multiarch.step.Refused;
import dev.multiarch.step.Session;
import java.util.Optional;

/** That a leg which the plan wants native is not emulated, before anything of it is built. */
public record NativeCheck(Session tools, BuildTool tool) {
    /**
     * @param named the builder; the current one where it is empty
     * @throws Refused if the leg would be emulated
     * @throws CannotJudge if that is not known
     */
    public void check(Plan plan, Platform leg, Optional<String> named) throws ProgramException, Refused, CannotJudge {
        if (!plan.natives().contains(leg)) {
            return;
        }
        boolean buildx = tool == BuildTool.BUILDX;
        require(
                leg,
                buildx
                        ? onBuilder(leg, named)
                        : BuildahHost.of(tools).facts(leg).emulated());
    }

    private Fact<Boolean> onBuilder(Platform leg, Optional<String> named) throws ProgramException {
        return tools.builderHost()
                .facts(Builder.inspect(tools.programs(), tools.buildx(), named), leg)
                .emulated();
    }

    static void require(Platform leg, Fact<Boolean> emulated) throws Refused, CannotJudge {
        String fix = ". Fix: build it on a host whose CPU runs " + leg + ", or plan it without the mode native."
                + " Nothing was built";
        if (!emulated.isKnown()) {
            throw new CannotJudge("the plan has " + leg + " built natively, and it is not known whether this builder"
                    + " does: " + emulated.reason() + fix);
        }
        if (emulated.value().orElseThrow()) {
            throw new Refused("the plan has " + leg + " built natively, and this builder would emulate it" + fix);
        }
    }
}
