package dev.multiarch.dockerfile.advice;

import dev.multiarch.dockerfile.Stage;
import dev.multiarch.image.Platform;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A stage on {@code $BUILDPLATFORM} whose compiler gets no target: each platform gets the builder's program. */
final class BuilderPrograms {
    private static final Map<String, String> FIXES = Map.of(
            "go", "write ARG TARGETOS TARGETARCH, and GOOS=$TARGETOS GOARCH=$TARGETARCH go build",
            "cargo", "take tonistiigi/xx (COPY --from=xx / /), write ARG TARGETPLATFORM, and call xx-cargo",
            "dotnet", "write ARG TARGETARCH, and dotnet publish -a $TARGETARCH",
            "zig", "write ARG TARGETARCH, and name the target: -Dtarget=…");

    private BuilderPrograms() {}

    static Optional<Fault> fault(Analysis analysis, Stage stage, List<StageView> views) {
        boolean onBuilder = views.stream().anyMatch(view -> view.runsOn().kind() == RunsOn.Kind.BUILDER);
        if (!onBuilder || !analysis.isForSeveral()) {
            return Optional.empty();
        }
        var programs = new MachinePrograms(analysis, FixedPlatform.builtOn(analysis, stage.index()));
        Set<Platform> wrong = new LinkedHashSet<>();
        Optional<Executed> first = Optional.empty();
        for (StageView view : views) {
            Optional<Executed> found =
                    view.runsOn().kind() == RunsOn.Kind.BUILDER ? programs.in(view) : Optional.empty();
            found.ifPresent(command -> wrong.add(view.platform()));
            first = first.or(() -> found);
        }
        return first.map(command -> new Fault(
                command.offset(),
                List.copyOf(wrong),
                "a program for the platform that is built",
                "the builder's",
                new Compilation(command).title()
                        + " compiles for the builder, as its command names no target, and a stage for "
                        + Check.names(List.copyOf(wrong)) + " takes the program",
                FIXES.getOrDefault(command.program(), "take tonistiigi/xx (COPY --from=xx / /), and call xx-clang"),
                List.of()));
    }
}
