package dev.multiarch.build;

import dev.multiarch.process.Buildah;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import dev.multiarch.process.Result;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The containers that buildah works in: one that is ended removes none of them. */
final class BuildahContainers implements EndedBuild {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Pattern ID = Pattern.compile("[0-9a-f]{12,64}");
    private static final int MOST = 10;

    private final Programs programs;
    private final Buildah buildah;
    private final Optional<Set<String>> earlier;

    /** Before the build. */
    BuildahContainers(Programs programs, Buildah buildah) {
        this.programs = programs;
        this.buildah = buildah;
        this.earlier = references();
    }

    @Override
    public Optional<Set<String>> references() {
        List<String> words = buildah.name().equals("podman")
                ? List.of("ps", "--all", "--external", "--quiet")
                : List.of("containers", "--quiet");
        try {
            Result list = programs.run(buildah.command(words).within(LIMIT));
            Set<String> found = new LinkedHashSet<>();
            list.text()
                    .lines()
                    .map(String::strip)
                    .filter(id -> ID.matcher(id).matches())
                    .forEach(found::add);
            return list.ok() ? Optional.of(found) : Optional.empty();
        } catch (ProgramException e) {
            return Optional.empty();
        }
    }

    /** The program was ended with all that it had started. */
    @Override
    public String remaining(Optional<Set<String>> before) {
        String ended = buildah.name() + " was ended, with what it ran";
        Optional<Set<String>> now = references();
        if (now.isEmpty() || earlier.isEmpty()) {
            return ended + ". Whether it left a working container is not known";
        }
        List<String> left = now.get().stream()
                .filter(id -> !earlier.get().contains(id))
                .limit(MOST)
                .toList();
        return left.isEmpty()
                ? ended
                : ended + ". Working container " + String.join(" ", left)
                        + " is left; where no other build runs, remove it: "
                        + buildah.name() + (buildah.name().equals("podman") ? " rm --force " : " rm ")
                        + String.join(" ", left);
    }
}
