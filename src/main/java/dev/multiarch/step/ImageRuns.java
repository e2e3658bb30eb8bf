package dev.multiarch.step;

import dev.multiarch.image.Platform;
import dev.multiarch.policy.Subject;
import dev.multiarch.record.SmokeCommand;
import dev.multiarch.registry.Source;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Runs the commands that policies want to be run in images. */
public interface ImageRuns {
    /** Where nobody wants that: what is not run stays unknown. */
    ImageRuns NONE = (source, subject, wanted) -> subject;

    /**
     * @param source where the images are
     * @param wanted the commands for a platform
     * @return the same subject with what became of them
     */
    Subject run(Source source, Subject subject, Function<Optional<Platform>, List<SmokeCommand>> wanted);
}
