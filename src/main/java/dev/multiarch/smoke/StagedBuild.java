package dev.multiarch.smoke;

import dev.multiarch.host.ProbeProgram;
import dev.multiarch.host.ProbeStages;
import dev.multiarch.image.Platform;
import dev.multiarch.process.FileInput;
import dev.multiarch.process.ProgramException;
import dev.multiarch.process.Programs.Watch;
import dev.multiarch.process.Result;
import dev.multiarch.process.TemporaryFolder;
import dev.multiarch.smoke.SolveRun.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One build with stages next to each other: those that run a command in its image, those that read the beginnings of files
 * in an image, and those of the probe. The last two hold nothing but the probe's program. With arguments that reads, on the
 * CPU of the builder itself, what is in the image that is mounted for it.
 *
 * @param runs in this order; may be empty
 * @param readings of whose images something is to be read
 * @param probe stages to take along
 */
record StagedBuild(SolveRun solve, List<Attempt> runs, List<Reading> readings, Optional<ProbeStages> probe) {
    private static final String IMAGE = "/image";

    /**
     * Of the image of an attempt.
     *
     * @param cpu whose program reads
     */
    private record Reading(Attempt attempt, List<String> paths, Platform cpu) {}

    /**
     * What it reads and probes is kept, if all went well.
     *
     * @param asking of which programs are to be read, where that is not known yet
     * @throws ProgramException if buildx can't be run; a build that fails is a result
     */
    static Result run(
            SolveRun solve, List<Attempt> runs, List<Attempt> asking, Optional<ProbeStages> probe, Watch watch)
            throws IOException, ProgramException {
        List<Reading> readings = new ArrayList<>();
        for (Attempt attempt : asking) {
            Platform platform = attempt.call().platform();
            Optional<Platform> cpu = solve.reader(platform);
            if (cpu.isEmpty()) {
                attempt.unread("there is no probe for " + platform);
            } else if (!attempt.wanted().isEmpty()) {
                readings.add(new Reading(attempt, attempt.wanted(), cpu.get()));
            }
        }
        return new StagedBuild(solve, runs, readings, probe).run(watch);
    }

    private Result run(Watch watch) throws IOException, ProgramException {
        try (var folder = TemporaryFolder.make("multiarch-smoke")) {
            Path context = Files.createDirectory(folder.path().resolve("context"));
            Path out = folder.path().resolve("out");
            Files.writeString(context.resolve("Dockerfile"), dockerfile(context));
            List<Call> calls = Stream.concat(runs.stream(), readings.stream().map(Reading::attempt))
                    .map(Attempt::call)
                    .toList();
            List<String> more = List.of("--network=none", "--output=type=local,dest=" + out);
            Result build = solve.programs().watch(solve.build(calls, more, context.toString()), watch);
            if (build.ok()) {
                probe.ifPresent(stages -> solve.hosts().answered(solve.builder(), stages, out));
                for (int i = 0; i < readings.size(); i++) {
                    Reading reading = readings.get(i);
                    reading.attempt().read(answer(out.resolve("head" + i), reading.paths()));
                }
            }
            return build;
        }
    }

    private String dockerfile(Path context) throws IOException {
        Map<String, String> images = new LinkedHashMap<>();
        var stages = new StringBuilder();
        var last = new StringBuilder("FROM scratch\n");
        for (int i = 0; i < runs.size(); i++) {
            Call call = runs.get(i).call();
            stages.append(SmokeDockerfile.stage(i, image(call, images), call.command(), call.words()));
        }
        last.append(SmokeDockerfile.all(runs.size()));
        for (int i = 0; i < readings.size(); i++) {
            Reading reading = readings.get(i);
            String program = "reader-" + reading.cpu().slug();
            Files.write(context.resolve(program), ProbeProgram.of(reading.cpu()).orElseThrow());
            stages.append(stage(i, reading, program, image(reading.attempt().call(), images)));
            last.append("COPY --from=head" + i + " " + ProbeProgram.ANSWER + " /head" + i + "\n");
        }
        if (probe.isPresent()) {
            probe.get().write(context);
            stages.append(probe.get().stages());
            last.append(probe.get().answers());
        }
        var from = new StringBuilder();
        images.forEach((image, name) -> from.append("FROM " + image + " AS " + name + "\n"));
        return from.append(stages).append(last).toString();
    }

    private static String stage(int number, Reading reading, String program, String image) {
        List<String> words = new ArrayList<>(List.of("/probe", IMAGE));
        words.addAll(reading.paths());
        return "FROM --platform=" + reading.cpu() + " scratch AS head" + number + "\nCOPY --chmod=755 " + program
                + " /probe\nRUN --mount=type=bind,from=" + image + ",target=" + IMAGE + " "
                + SmokeDockerfile.words(words) + "\n";
    }

    /** The name of the stage that is this image. */
    private String image(Call call, Map<String, String> images) {
        String from = "--platform=" + call.platform() + " " + solve.images().from(call.image());
        return images.computeIfAbsent(from, first -> "image" + images.size());
    }

    /** Each file has its place in the answer; what is missing at the end, or begins with a zero, was not there. */
    private static Map<String, byte[]> answer(Path file, List<String> paths) throws IOException {
        byte[] all = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                ? FileInput.read(file, paths.size() * ProgramSearch.BEGINNING)
                : new byte[0];
        Map<String, byte[]> read = new LinkedHashMap<>();
        for (int i = 0; i < paths.size(); i++) {
            int at = i * ProgramSearch.BEGINNING;
            boolean there = at < all.length && all[at] != 0;
            read.put(paths.get(i), there ? Arrays.copyOfRange(all, at, at + ProgramSearch.BEGINNING) : new byte[0]);
        }
        return read;
    }
}
