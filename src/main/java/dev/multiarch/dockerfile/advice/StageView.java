package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.Instruction;
import dev.multiarch.dockerfile.Stage;
import dev.multiarch.image.Platform;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A stage as it is built for one platform.
 *
 * @param base the image or stage that {@code FROM} names
 * @param parent the stage that it begins with
 * @param needs the stages that it takes something of, the parent too
 * @param reached whether the last stage needs it for this platform
 * @param steps none where it is not built for this platform
 */
record StageView(
        Stage stage,
        Platform platform,
        RunsOn runsOn,
        Value base,
        Optional<Integer> parent,
        Set<Integer> needs,
        boolean reached,
        List<Step> steps) {
    /**
     * An instruction.
     *
     * @param values of variables in front of it
     * @param scripts what each script of a {@code RUN} does
     */
    record Step(Instruction instruction, Map<String, Value> values, List<ScriptRun> scripts) {}

    StageView with(boolean isReached, List<Step> all) {
        return new StageView(stage, platform, runsOn, base, parent, needs, isReached, all);
    }

    /** The platform that programs of this stage have to be for; empty for the builder's own. */
    Optional<Platform> machine() {
        return runsOn.machine(platform).platform();
    }
}
