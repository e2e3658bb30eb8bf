package dev.multiarch.build;

import dev.multiarch.image.Platform;
import dev.multiarch.json.Json;
import dev.multiarch.json.JsonObject;
import dev.multiarch.process.Buildx;
import dev.multiarch.process.Program;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs;
import dev.multiarch.process.Result;
import dev.multiarch.text.FormatException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The builds of one platform that a builder runs now, by BuildKit's history. Ending the buildx client ends its build in the
 * daemon, usually within a second: this looks whether that was so.
 */
final class RunningBuilds implements EndedBuild {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,64}");
    private static final int MOST = 10;
    private static final int TRIES = 20;
    private static final long PAUSE_MILLIS = 400;

    private final Programs programs;
    private final Buildx buildx;
    private final String builder;
    private final Platform platform;

    RunningBuilds(Programs programs, Buildx buildx, String builder, Platform platform) {
        this.programs = programs;
        this.buildx = buildx;
        this.builder = builder;
        this.platform = platform;
    }

    /** Their references; empty where the builder keeps no history, or does not answer. */
    @Override
    public Optional<Set<String>> references() {
        try {
            Result list = programs.run(command("ls", "--filter", "status=running", "--format", "{{json .}}"));
            if (!list.ok()) {
                return Optional.empty();
            }
            Set<String> found = new LinkedHashSet<>();
            for (String line : list.text().lines().toList()) {
                JsonObject row = Json.read(line.getBytes(StandardCharsets.UTF_8), "buildx's history");
                String reference = row.text("ref");
                String id = reference.substring(reference.lastIndexOf('/') + 1);
                boolean runs =
                        "running".equalsIgnoreCase(row.optionalText("status").orElse(""));
                if (runs && ID.matcher(id).matches() && found.size() < MOST && isOfPlatform(id)) {
                    found.add(id);
                }
            }
            return Optional.of(found);
        } catch (ProgramException | FormatException e) {
            return Optional.empty();
        }
    }

    private boolean isOfPlatform(String id) throws ProgramException {
        Result build = programs.run(command("inspect", "--format", "json", id));
        if (!build.ok()) {
            return false; // it has ended since
        }
        List<String> platforms = Json.read(build.out(), "buildx's history").texts("Platform");
        return platforms.isEmpty() || platforms.stream().anyMatch(this::isSame);
    }

    private boolean isSame(String other) {
        try {
            return Platform.parse(other).equals(platform);
        } catch (FormatException odd) {
            return false;
        }
    }

    @Override
    public String remaining(Optional<Set<String>> before) {
        if (before.isEmpty() || before.get().isEmpty()) {
            return "Whether BuildKit still runs it is not known, as builder " + builder + " does not show it";
        }
        for (int i = 0; i < TRIES; i++) {
            Optional<Set<String>> now = references();
            if (now.isEmpty()) {
                return "Whether BuildKit still runs it is not known, as builder " + builder + " no longer answers";
            }
            if (!now.get().containsAll(before.get())) {
                return "BuildKit runs nothing of it any more";
            }
            if (!pause()) {
                break;
            }
        }
        return "BuildKit still runs " + String.join(" or ", before.get()) + " on builder " + builder
                + ". To end it: docker buildx stop " + builder + ", or restart its buildkitd";
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Program command(String verb, String... more) {
        List<String> words = new ArrayList<>(List.of("history", verb, "--builder", builder));
        words.addAll(List.of(more));
        return buildx.command(words).within(LIMIT);
    }
}
