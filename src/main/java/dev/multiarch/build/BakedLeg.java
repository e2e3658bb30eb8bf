package dev.multiarch.build;

import dev.multiarch.image.Platform;
import dev.multiarch.plan.Baked;
import dev.multiarch.plan.Plan;
import dev.multiarch.process.ProgramException;
import dev.multiarch.step.Refused;
import dev.multiarch.step.Session;
import dev.multiarch.text.FormatException;
import java.nio.file.Path;
import java.util.List;

/** What builds a leg of a plan that was made of a bake file: what that file says now, where it still says what was planned. */
public record BakedLeg(Session tools, Path directory) {
    /**
     * @param words after {@code --}
     * @return what replaces them; they themselves where the plan is not of a bake file
     * @throws Refused if the target is for another image or other platforms by now
     */
    public List<String> arguments(Plan plan, Platform leg, List<String> words) throws ProgramException, Refused {
        if (plan.bake().isEmpty()) {
            return words;
        }
        Baked baked = plan.bake().get();
        if (!words.isEmpty()) {
            throw new FormatException(
                    "the plan is of target " + baked.target() + " of a bake file, which says how it is"
                            + " built. Fix: leave out what is after \"--\". Nothing was built");
        }
        BakeTarget target = new BakeFile(tools, directory, baked.files())
                .targets(List.of(baked.target())).stream()
                        .filter(found -> found.name().equals(baked.target()))
                        .findFirst()
                        .orElseThrow(() -> new Refused("target " + baked.target()
                                + " of the bake file is a group now. Fix: plan again. Nothing was built"));
        List<Platform> platforms = target.platforms();
        List<String> images = target.repositories();
        boolean same = images.isEmpty() || images.contains(plan.image().name());
        if (!same || !platforms.isEmpty() && !platforms.contains(leg)) {
            throw new Refused("target " + baked.target() + " of the bake file is not what was planned: it is for "
                    + images + " on " + platforms + ", and the plan for "
                    + plan.image().name() + " on "
                    + plan.platforms()
                    + ". Fix: plan again, with the same variables. Nothing was built");
        }
        return target.arguments();
    }
}
