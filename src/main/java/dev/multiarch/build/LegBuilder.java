package dev.multiarch.build;

import dev.multiarch.process.ProgramException;
import dev.multiarch.record.BuildRecord;
import dev.multiarch.registry.request.RegistryException;
import dev.multiarch.step.Refused;
import dev.multiarch.step.StepFailed;
import java.io.IOException;
import java.util.function.Consumer;

/** Builds legs, and leaves a record of each. */
public interface LegBuilder {
    /** @param lines gets what is shown of the build, neutralised */
    BuildRecord run(LegRequest request, Consumer<String> lines)
            throws ProgramException, Refused, StepFailed, RegistryException, IOException;
}
