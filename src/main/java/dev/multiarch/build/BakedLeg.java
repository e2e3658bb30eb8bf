package dev.multiarch.build;

import dev.multiarch.image.Platform;
import dev.multiarch.plan.Baked;
import dev.multiarch.plan.Plan;
import dev.multiarch.process.ProgramException;
import dev.multiarch.step.Refused;
import dev.multiarch.step.Session;
import dev.multiarch.text.FormatException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What builds a leg of a plan that was made of a bake file: what that file says now, where it still says what was planned.
 *
 * @param variables of the bake file, NAME=VALUE
 */
public record BakedLeg(Session tools, Path directory, List<String> variables) {
    /**
     * @param words after {@code --}; further flags, where the plan is of a bake file
     * @return what replaces them; they themselves where the plan is not of a bake file
     * @throws Refused if the target is for another image or other platforms by now
     */
    public List<String> arguments(Plan plan, Platform leg, List<String> words) throws ProgramException, Refused {
        if (plan.bake().isEmpty()) {
            if (!variables.isEmpty()) {
                throw new FormatException("--var is for the plan of a bake file, and this is none. Fix: leave it out");
            }
            return words;
        }
        Baked baked = plan.bake().get();
        if (saysWhatIsBuilt(words)) {
            throw new FormatException("the plan is of target " + baked.target() + " of a bake file, which says what is"
                    + " built. Fix: leave out the context and --file. Nothing was built");
        }
        BakeTarget target = new BakeFile(tools, directory, baked.files(), variables)
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
        Optional<String> missing = target.missing(directory);
        if (missing.isPresent()) {
            throw new FormatException(missing.get() + ". Nothing was built");
        }
        List<String> arguments = new ArrayList<>(target.arguments());
        arguments.addAll(arguments.size() - 1, words); // behind the target's own, as the last one counts
        return arguments;
    }

    private static boolean saysWhatIsBuilt(List<String> words) {
        BuildFlags flags = BuildFlags.parse(words);
        return flags.has("") || flags.has("file");
    }
}
